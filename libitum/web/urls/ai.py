"""Where it is said, and read, what AI may do."""

from django.urls import URLPattern, URLResolver, path

from libitum.web.views.ai import desk, history, works
from libitum.web.views.ai.track import track_ai

urlpatterns: list[URLPattern | URLResolver] = [
    path("my/ai", desk.desk, name="ai-desk"),
    path("my/ai/tracks", works.works, name="ai-works"),
    path("my/ai/tracks/change", works.bulk, name="ai-bulk"),
    path("my/ai/tracks/<slug:uid>", desk.track, name="ai-track"),
    path("my/ai/releases/<slug:uid>", desk.release, name="ai-release"),
    path("my/ai/exceptions", works.exceptions, name="ai-exceptions"),
    path("my/ai/purposes/<str:purpose>", history.purpose, name="ai-purpose"),
]

# Tried last, with the artists' own addresses.
artist_patterns: list[URLPattern | URLResolver] = [
    path("<slug:artist>/<slug:slug>/ai", track_ai, name="track-ai"),
]
