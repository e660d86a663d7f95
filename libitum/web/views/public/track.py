from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_safe

from libitum.analysis.selectors import public_sounding_of
from libitum.catalog.models import Track
from libitum.catalog.selectors import is_opened_by, other_tracks, releases_with, track_moved_from, track_page
from libitum.catalog.viewers import Viewer
from libitum.media.addresses import track_media
from libitum.media.models import Master, StampedKind
from libitum.media.reasons import why_no_download
from libitum.media.selectors.streams import stamped_file
from libitum.policy import declare
from libitum.rights.selectors.happenings import handed_out
from libitum.rights.selectors.marks import mark_of, with_marks
from libitum.web.sharing import absolute, embed_code, is_open, track_card
from libitum.web.views.community.addresses import track_address
from libitum.web.views.community.context import comments_context
from libitum.web.waveforms import overview_of

from .facts import ai_address, ai_in_making, has_words, licence_context, made_by_people_alone
from .moved import follow_artist, send_on
from .private import for_this_viewer


@require_safe
def track(request: HttpRequest, artist: str, slug: str) -> HttpResponse:
    viewer = Viewer.of(request.user)
    found = track_page(artist, slug, viewer)
    if found is None:
        moved = track_moved_from(artist, slug, viewer)
        return send_on(request, moved.get_absolute_url()) if moved else follow_artist(request, artist, viewer)
    return show(request, found, viewer)


@require_safe
def track_by_secret(request: HttpRequest, artist: str, slug: str, secret: str) -> HttpResponse:
    """A work that came out meanwhile is shown at its plain address, and so is one whose link is over, to its owner."""
    viewer = Viewer.of(request.user, secret)
    found = track_page(artist, slug, viewer)
    if found is None:
        moved = track_moved_from(artist, slug, viewer)
        there = f"{moved.get_absolute_url()}/s/{secret}" if moved else ""
        return send_on(request, there) if there else follow_artist(request, artist, viewer)
    if is_open(found) or not is_opened_by(found, secret):
        return HttpResponseRedirect(found.get_absolute_url())
    return show(request, found, viewer)


def show(request: HttpRequest, found: Track, viewer: Viewer) -> HttpResponse:
    master = getattr(found, "current_master", None)  # Django sets no attribute where the join found nothing
    media = track_media(found, viewer, master) if master and found.audio_ready_at else None
    context = {
        **comments_context(request, found, secret=viewer.secret),
        **ai_context(request, found, viewer),
        "track": found,
        "viewer": viewer,
        "secret": viewer.secret,
        "media": media,
        "overview": overview_of(media.master) if media else None,
        **download_context(found, media.master if media else None, viewer),
        "sounding": public_sounding_of(found),
        **licence_context(found, viewer.secret),
        "has_words": has_words(found),
        "ai_elements": ai_in_making(found),
        "ai_nowhere": made_by_people_alone(found),
        "releases": releases_with(found, viewer),
        "others": with_marks(other_tracks(found)),
        "share_url": absolute(track_address(found, viewer.secret)),
        "embed": embed_code(found) if media and is_open(found) else "",
        "card": track_card(found, media) if is_open(found) else None,
    }
    return for_this_viewer(render(request, "web/public/track.html", context), listed=is_open(found))


def download_context(found: Track, master: Master | None, viewer: Viewer) -> dict[str, object]:
    """Whether it is the viewer's own, and whether there is something to keep, or why not yet."""
    is_owner = viewer.user_id == found.artist.owner_id
    if master is None or is_owner or not found.downloadable:
        return {"is_owner": is_owner, "may_download": master is not None and is_owner}
    is_there = stamped_file(master, StampedKind.DOWNLOAD) is not None
    return {"is_owner": False, "may_download": is_there, "why_no_download": "" if is_there else why_no_download(master)}


def ai_context(request: HttpRequest, found: Track, viewer: Viewer) -> dict[str, object]:
    """The mark, how often the work was used, and where the whole is read. Machines are told with the headers."""
    declare(request, found.policy)
    times = handed_out().filter(track=found).count()
    return {"mark": mark_of(found), "ai_times": times, "ai_url": ai_address(found, viewer.secret)}
