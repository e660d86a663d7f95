"""The site's pages. Artists' own addresses (`/artist/track`) are tried last."""

from django.urls import URLPattern, URLResolver

from .accounts import urlpatterns as accounts
from .ai import artist_patterns as ai_of_artists
from .ai import urlpatterns as ai
from .community import urlpatterns as community
from .desk import urlpatterns as desk
from .operator import urlpatterns as operator
from .policies import urlpatterns as policies
from .public import artist_patterns
from .public import urlpatterns as public
from .signing import urlpatterns as signing
from .terms import urlpatterns as terms
from .uploads import urlpatterns as uploads
from .uses import artist_patterns as uses_of_works
from .uses import urlpatterns as uses

urlpatterns: list[URLPattern | URLResolver] = [
    *public,
    *accounts,
    *ai,
    *community,
    *desk,
    *operator,
    *uploads,
    *signing,
    *uses,
    *terms,
    *policies,
    *artist_patterns,
    *ai_of_artists,
    *uses_of_works,
]
