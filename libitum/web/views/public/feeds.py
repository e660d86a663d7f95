from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from libitum.catalog.models import Artist
from libitum.catalog.selectors import listed_tracks
from libitum.catalog.viewers import ANYBODY
from libitum.web.feeds import music_feed

from .moved import follow_artist

FRESH = 300  # seconds


def answer(xml: str) -> HttpResponse:
    return HttpResponse(xml, content_type="application/rss+xml; charset=utf-8")


@require_safe
@conditional_page
@cache_control(public=True, max_age=FRESH)
def site_feed(request: HttpRequest) -> HttpResponse:
    return answer(
        music_feed(
            title=settings.SITE_NAME,
            path=reverse("home"),
            feed_path=reverse("feed"),
            description=_("The newest recordings here"),
            tracks=listed_tracks(),
        )
    )


@require_safe
@conditional_page
@cache_control(public=True, max_age=FRESH)
def artist_feed(request: HttpRequest, artist: str) -> HttpResponse:
    found = Artist.objects.listed().filter(slug=artist).first()
    if found is None:
        return follow_artist(request, artist, ANYBODY)
    return answer(
        music_feed(
            title=f"{found.name} · {settings.SITE_NAME}",
            path=found.get_absolute_url(),
            feed_path=reverse("artist-feed", args=[found.slug]),
            description=found.bio or found.name,
            tracks=listed_tracks().filter(artist=found),
        )
    )
