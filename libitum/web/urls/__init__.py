"""The site's pages. Artists' own addresses (`/artist/track`) are tried last."""

from django.urls import URLPattern, URLResolver

from .accounts import urlpatterns as accounts
from .community import urlpatterns as community
from .desk import urlpatterns as desk
from .public import artist_patterns
from .public import urlpatterns as public
from .terms import urlpatterns as terms
from .uploads import urlpatterns as uploads

urlpatterns: list[URLPattern | URLResolver] = [
    *public,
    *accounts,
    *community,
    *desk,
    *uploads,
    *terms,
    *artist_patterns,
]
