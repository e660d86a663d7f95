"""What was done with music, and by which programs."""

from django.urls import URLPattern, URLResolver, path

from libitum.web.views.uses import ai, bundle, mine, public

urlpatterns: list[URLPattern | URLResolver] = [
    path("ai", ai.ai, name="ai"),
    path("my/ai/uses", mine.my_uses, name="ai-uses"),
    path("my/ai/uses.csv", mine.my_uses_table, name="ai-uses-table"),
    path("my/ai/uses.json", mine.my_uses_json, name="ai-uses-json"),
    path("my/ai/bundle", bundle.my_bundle, name="ai-bundle"),
    path("my/ai/tracks/<slug:uid>/uses", mine.track_uses, name="ai-track-uses"),
    path("my/ai/tracks/<slug:uid>/uses/<slug:run>", mine.track_use, name="ai-track-use"),
    path("my/ai/tracks/<slug:uid>/bundle", bundle.track_bundle, name="ai-track-bundle"),
]

# Tried last, with the artists' own addresses.
artist_patterns: list[URLPattern | URLResolver] = [
    path("<slug:artist>/<slug:slug>/uses", public.work_uses, name="work-uses"),
    path("<slug:artist>/<slug:slug>/uses/<slug:run>", public.work_use, name="work-use"),
]
