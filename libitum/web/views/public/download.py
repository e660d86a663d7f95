from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from libitum.catalog.models import Track
from libitum.catalog.viewers import Viewer
from libitum.media.addresses import current_master, download_address, original_address
from libitum.media.models import Master, StampedKind
from libitum.media.reasons import ASK_AGAIN_SECONDS, why_no_download
from libitum.media.selectors.streams import stamped_file
from libitum.policy import declare


@require_safe
@never_cache
def download(request: HttpRequest, uid: str) -> HttpResponse:
    """Sends the artist on to the original as it was uploaded, listeners to the same sound in a stamped file."""
    viewer = Viewer.of(request.user, request.GET.get("key", ""))
    track = Track.objects.visible_to(viewer).select_related("artist").filter(uid=uid).first()
    is_owner = track is not None and track.artist.owner_id == viewer.user_id
    if track is None or not (track.downloadable or is_owner):
        raise Http404
    declare(request, track.policy)
    master = current_master(track)
    if master is None:
        raise Http404
    if is_owner:
        return HttpResponseRedirect(original_address(track, master, viewer).url)
    if stamped_file(master, StampedKind.DOWNLOAD) is None:
        return not_ready(request, master)
    return HttpResponseRedirect(download_address(track, master, viewer).url)


def not_ready(request: HttpRequest, master: Master) -> HttpResponse:
    context = {"title": _("Not ready yet"), "text": why_no_download(master), "status": HTTPStatus.SERVICE_UNAVAILABLE}
    response = render(request, "web/errors/error.html", context, status=HTTPStatus.SERVICE_UNAVAILABLE)
    response["Retry-After"] = str(ASK_AGAIN_SECONDS)
    return response
