from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from libitum.catalog.models import Track
from libitum.catalog.viewers import Viewer
from libitum.media.addresses import current_master, original_address
from libitum.policy import declare


@require_safe
@never_cache
def download(request: HttpRequest, uid: str) -> HttpResponse:
    """Sends on to the original as it was uploaded, at an address made for this person."""
    viewer = Viewer.of(request.user, request.GET.get("key", ""))
    track = Track.objects.visible_to(viewer).select_related("artist").filter(uid=uid).first()
    if track is None or not (track.downloadable or track.artist.owner_id == viewer.user_id):
        raise Http404
    declare(request, track.policy)
    master = current_master(track)
    if master is None:
        raise Http404
    return HttpResponseRedirect(original_address(track, master, viewer).url)
