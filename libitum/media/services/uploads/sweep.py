"""What is left of uploads that nobody goes on with."""

import time
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from libitum.media.models import Upload, UploadState
from libitum.media.selectors.uploads import IN_PROGRESS

from .finish import reconcile
from .terminate import terminate

# A file nobody knows is left alone for a while: its upload may be about to be written down. In seconds.
GRACE = 3600


def sweep() -> int:
    """Called by the worker now and then; answers with the number of uploads and files it cleared away."""
    return expire_old() + give_up_orphans() + finish_whole() + remove_stray_files()


def expire_old() -> int:
    old = Upload.objects.filter(state=UploadState.RECEIVING, expires_at__lte=timezone.now())
    for upload in (uploads := list(old.select_related("track__artist__owner")[:500])):
        terminate(upload=upload, state=UploadState.EXPIRED)
    return len(uploads)


def give_up_orphans() -> int:
    """Their track was deleted while the bytes travelled."""
    orphans = list(Upload.objects.filter(state=UploadState.RECEIVING, track=None)[:500])
    for upload in orphans:
        terminate(upload=upload)
    return len(orphans)


def finish_whole() -> int:
    """A server killed between the last byte and its note."""
    uploads = Upload.objects.filter(state=UploadState.RECEIVING, multipart="")
    return sum(reconcile(upload) == upload.length for upload in uploads.iterator(chunk_size=500))


def remove_stray_files() -> int:
    number = 0
    known = set(Upload.objects.filter(state__in=IN_PROGRESS).values_list("uid", flat=True))
    for path in old_files():
        if path.stem not in known:
            path.unlink(missing_ok=True)
            number += 1
    return number


def old_files() -> Iterator[Path]:
    root = Path(settings.UPLOAD_ROOT)
    if not root.is_dir():
        return
    oldest = time.time() - GRACE
    for path in root.iterdir():
        if path.is_file() and path.stat().st_mtime < oldest:
            yield path
