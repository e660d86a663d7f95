"""Files that are on this machine already go the way of anybody's."""

import hashlib
from pathlib import Path

from libitum.accounts.models import User
from libitum.catalog.models import Artist, Track
from libitum.media.models import Upload
from libitum.media.parts import Part

from .create import create_upload
from .finish import finish
from .problems import DiskFull
from .receive import append, settle
from .terminate import terminate

PIECE = 1024 * 1024


def receive_file(
    *,
    actor: User,
    artist: Artist | None = None,
    path: Path,
    filename: str = "",
    track: Track | None = None,
    title: str = "",
) -> Upload:
    """Copy a file in, through the same checks; it is RECEIVED and its processing queued. Raises UploadProblem."""
    upload = create_upload(
        actor=actor,
        artist=artist,
        track=track,
        title=title,
        filename=filename or path.name,
        length=path.stat().st_size,
    )
    try:
        copy_in(upload, path)
    except (OSError, DiskFull):
        terminate(upload=upload)
        raise
    return upload


def copy_in(upload: Upload, path: Path) -> None:
    sha256 = hashlib.sha256()
    with path.open("rb") as source, Part(upload.uid).write() as writer:
        while piece := source.read(PIECE):
            append(writer, piece)
            sha256.update(piece)
        # Known before the job makes it again from what was stored: a second import of the same file finds it.
        Upload.objects.filter(pk=upload.pk).update(sha256=sha256.hexdigest())
        settle(upload, writer)


def adopt_file(
    *,
    actor: User,
    artist: Artist | None = None,
    path: Path,
    filename: str,
    track: Track | None = None,
    title: str = "",
) -> Upload:
    """Like `receive_file` for a whole file that lies in UPLOAD_ROOT: it is moved, not copied."""
    length = path.stat().st_size
    upload = create_upload(
        actor=actor, artist=artist, track=track, title=title, filename=filename, length=length, on_disk=True
    )
    Part(upload.uid).adopt(path)
    finish(upload)
    return upload
