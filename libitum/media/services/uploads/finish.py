from django.db import transaction
from django.utils import timezone

from libitum.ledger.selectors import pin
from libitum.media.models import Upload, UploadState
from libitum.media.parts import BeingWritten, Part
from libitum.media.services import processing


@transaction.atomic
def finish(upload: Upload) -> None:
    """All bytes are there: the receipt and the job stand or fall together. Does nothing the second time."""
    won = Upload.objects.filter(pk=upload.pk, state=UploadState.RECEIVING).update(
        state=UploadState.RECEIVED,
        offset=upload.length,
        received_at=timezone.now(),
        checkpoint=pin(),
        expires_at=None,
    )
    if won:
        upload.refresh_from_db()
        processing.enqueue(upload)


def reconcile(upload: Upload) -> int:
    """How many bytes have arrived, by the disk; finishes what a killed process had received but not noted."""
    if upload.state != UploadState.RECEIVING:
        return upload.length
    if upload.multipart:
        return upload.offset  # the store knows better, and is asked where it matters (direct.arrived)
    part = Part(upload.uid)
    if part.size() < upload.length:
        return part.size()
    try:
        with part.write() as writer:
            writer.sync()
            if writer.size == upload.length:
                finish(upload)
            return writer.size
    except BeingWritten:
        return part.size()
