from csp.decorators import csp_replace
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from libitum.catalog.models import Track
from libitum.catalog.viewers import ANYBODY
from libitum.media.addresses import track_media
from libitum.policy import declare
from libitum.rights.selectors.marks import mark_of
from libitum.web.waveforms import overview_of

FRESH = 300  # seconds; what is taken down leaves other sites' pages within that time
COLOURS = ("light", "dark")


@require_safe
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})  # type: ignore[arg-type]  # its types know no arguments of addresses
@cache_control(public=True, max_age=FRESH)
def embed(request: HttpRequest, uid: str) -> HttpResponse:
    """A small player for other sites' pages. It knows nobody: only what is listed is shown, and no cookie is read."""
    track = Track.objects.listed().select_related("artist", "artwork").filter(uid=uid).first()
    media = track_media(track, ANYBODY) if track else None
    if track is None or media is None:
        raise Http404
    declare(request, track.policy)
    colours = request.GET.get("colours", "")
    context = {
        "track": track,
        "media": media,
        "overview": overview_of(media.master),
        "viewer": ANYBODY,
        "mark": mark_of(track),
        "colours": colours if colours in COLOURS else "",
    }
    return render(request, "web/public/embed.html", context)
