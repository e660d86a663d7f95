from django.contrib.sitemaps.views import index as sitemap_index
from django.contrib.sitemaps.views import sitemap
from django.urls import URLPattern, URLResolver, path

from libitum.web.sitemaps import SITEMAPS
from libitum.web.views.public.about import about
from libitum.web.views.public.artist import artist
from libitum.web.views.public.download import download
from libitum.web.views.public.embed import embed
from libitum.web.views.public.favicon import favicon
from libitum.web.views.public.feeds import artist_feed, site_feed
from libitum.web.views.public.home import home
from libitum.web.views.public.oembed import oembed
from libitum.web.views.public.release import release, release_by_secret
from libitum.web.views.public.search import search
from libitum.web.views.public.source import source
from libitum.web.views.public.theme import set_theme
from libitum.web.views.public.topics import genre, tag
from libitum.web.views.public.track import track, track_by_secret

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home, name="home"),
    path("search", search, name="search"),
    path("tags/<str:slug>", tag, name="tag"),
    path("genres/<slug:slug>", genre, name="genre"),
    path("tracks/<slug:uid>/download", download, name="download"),
    path("embed/<slug:uid>", embed, name="embed"),
    path("oembed", oembed, name="oembed"),
    path("feed.xml", site_feed, name="feed"),
    path("about", about, name="about"),
    path("source.tar.gz", source, name="source"),
    path("theme", set_theme, name="theme"),
    path("favicon.ico", favicon, name="favicon"),
    path("sitemap.xml", sitemap_index, {"sitemaps": SITEMAPS, "sitemap_url_name": "sitemap-section"}, name="sitemap"),
    path("sitemaps/<section>.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap-section"),
]

# Whatever no page of the site's own claims.
artist_patterns: list[URLPattern | URLResolver] = [
    path("<slug:artist>", artist, name="artist"),
    path("<slug:artist>/feed.xml", artist_feed, name="artist-feed"),
    path("<slug:artist>/releases/<slug:slug>", release, name="release"),
    path("<slug:artist>/releases/<slug:slug>/s/<slug:secret>", release_by_secret, name="release-secret"),
    path("<slug:artist>/<slug:slug>", track, name="track"),
    path("<slug:artist>/<slug:slug>/s/<slug:secret>", track_by_secret, name="track-secret"),
]
