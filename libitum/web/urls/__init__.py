"""The site's pages. Artists' own addresses (`/artist/track`) are tried last."""

from django.urls import URLPattern, URLResolver

from .accounts import urlpatterns as accounts
from .ai import artist_patterns as ai_of_artists
from .ai import urlpatterns as ai
from .community import urlpatterns as community
from .desk import urlpatterns as desk
from .public import artist_patterns
from .public import urlpatterns as public
from .uploads import urlpatterns as uploads

urlpatterns: list[URLPattern | URLResolver] = [
    *public,
    *accounts,
    *ai,
    *community,
    *desk,
    *uploads,
    *artist_patterns,
    *ai_of_artists,
]
