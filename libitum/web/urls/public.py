from django.urls import URLPattern, URLResolver, path

from libitum.web.views.public.about import about
from libitum.web.views.public.feeds import site_feed
from libitum.web.views.public.home import home
from libitum.web.views.public.search import search
from libitum.web.views.public.theme import set_theme

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home, name="home"),
    path("search", search, name="search"),
    path("about", about, name="about"),
    path("theme", set_theme, name="theme"),
    path("feed.xml", site_feed, name="feed"),
]

# Whatever no page of the site's own claims.
artist_patterns: list[URLPattern | URLResolver] = []
