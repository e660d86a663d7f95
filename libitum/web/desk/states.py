"""Where each of an artist's works stands, in a word and a sentence."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, Q, prefetch_related_objects
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from libitum.catalog.models import Release, Track, Visibility
from libitum.media.models import JobState, Upload, UploadState
from libitum.media.reasons import why_upload
from libitum.media.receipts import Receipt
from libitum.media.selectors.uploads import in_progress

Words = str | Promise


@dataclass(frozen=True, slots=True)
class State:
    """`tone`: good, caution, danger or nothing. `receipt`: of a recording on its way, for its progress."""

    word: Words
    sentence: Words = ""
    tone: str = ""
    at: datetime | None = None
    receipt: Receipt | None = None


def with_states(tracks: Sequence[Track]) -> list[tuple[Track, State]]:
    """One query, however many tracks."""
    open_or_refused = Upload.objects.filter(in_progress() | Q(state=UploadState.REFUSED)).select_related("job", "track")
    latest = Prefetch("uploads", open_or_refused.order_by("-created_at", "-pk"), to_attr="latest_uploads")
    prefetch_related_objects(tracks, latest)
    return [(track, state_of(track, track.latest_uploads)) for track in tracks]  # type: ignore[attr-defined]


def state_of(track: Track, uploads: Sequence[Upload]) -> State:
    """`uploads`: those under way or refused, latest first."""
    if track.taken_down_at is not None or track.audio_ready_at is not None:
        return audience_of(track)
    if uploads:
        return state_of_upload(uploads[0])
    return State(_("Draft"), _("There is no recording yet."))


def state_of_upload(upload: Upload) -> State:
    receipt = Receipt.of(upload)
    if receipt.is_refused:
        return State(_("Refused"), why_upload(upload), "danger", receipt=receipt)
    if receipt.is_receiving:
        return State(_("Being uploaded"), tone="caution", receipt=receipt)
    if receipt.job is not None and receipt.job.state == JobState.FAILED:
        return State(_("Stopped"), why_upload(upload), "danger", receipt=receipt)
    return State(_("Being prepared"), why_upload(upload), "caution", receipt=receipt)


def audience_of(work: Track | Release) -> State:
    if work.taken_down_at is not None:
        return State(_("Taken down"), _("Only you and moderators see it. You were told why."), "danger")
    if work.is_scheduled:
        return State(_("Scheduled"), at=work.publish_at, tone="caution")
    if work.visibility == Visibility.PUBLIC:
        return State(_("Public"), tone="good", at=work.publish_at)
    if work.visibility == Visibility.UNLISTED:
        return State(_("Unlisted"), tone="caution")
    return State(_("Private"))
