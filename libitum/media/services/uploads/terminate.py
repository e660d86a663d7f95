from django.db import transaction

from libitum.catalog.services import delete_track
from libitum.media.models import Upload, UploadState
from libitum.media.parts import Part
from libitum.media.selectors.uploads import is_waiting_for_sound

from .problems import AllThere


@transaction.atomic
def terminate(*, upload: Upload, state: UploadState = UploadState.TERMINATED) -> None:
    """Give up an upload; its bytes go, and the draft made for it unless somebody has worked on it."""
    won = Upload.objects.filter(pk=upload.pk, state=UploadState.RECEIVING).update(state=state, expires_at=None)
    upload.refresh_from_db()
    if not won:
        if upload.state in (UploadState.TERMINATED, UploadState.EXPIRED):
            return
        raise AllThere
    transaction.on_commit(Part(upload.uid).remove)
    drop_draft(upload)


def drop_draft(upload: Upload) -> None:
    track = upload.track
    if track is None or not upload.made_draft or not is_waiting_for_sound(track):
        return
    untouched = track.updated_at <= upload.created_at
    if untouched:
        delete_track(actor=track.artist.owner, track=track)
        upload.refresh_from_db()
