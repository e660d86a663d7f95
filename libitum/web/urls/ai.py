"""Where it is said, and read, what AI may do."""

from django.urls import URLPattern, URLResolver, path

from libitum.web.views.ai.track import track_ai

urlpatterns: list[URLPattern | URLResolver] = []

# Tried last, with the artists' own addresses.
artist_patterns: list[URLPattern | URLResolver] = [
    path("<slug:artist>/<slug:slug>/ai", track_ai, name="track-ai"),
]
