"""Bytes arrive. Whatever ends a request (its client, its server, the disk), what came stays and is counted."""

import errno

from django.utils import timezone

from libitum.media.disk import free_bytes
from libitum.media.models import Upload, UploadState
from libitum.media.parts import BeingWritten, Part, Superseded, Writer
from libitum.media.signals import bytes_arrived

from .body import Body, Checksum
from .create import next_expiry
from .finish import finish
from .problems import (
    AllThere,
    Busy,
    DiskFull,
    Gone,
    Incomplete,
    NotThrough,
    TooMuch,
    UploadProblem,
    WrongChecksum,
    WrongOffset,
)

PIECE = 64 * 1024
# The disk is asked for room once in so many bytes.
LOOK_AT_DISK_EVERY = 4 * 1024 * 1024
GIVEN_UP = (UploadState.TERMINATED, UploadState.EXPIRED)


def receive(*, upload: Upload, body: Body, offset: int, checksum: Checksum | None = None) -> int:
    """Append what `body` brings from `offset` on; answers with the new offset. Raises UploadProblem.

    A body that ends too soon raises Incomplete; what came is kept, but not where a checksum should have proven it.
    When all bytes are there the upload is RECEIVED and its processing is queued.
    """
    require_open(upload)
    if upload.multipart:
        raise NotThrough
    try:
        with Part(upload.uid).write() as writer:
            return take(upload, writer, body, offset, checksum)
    except BeingWritten:
        raise Busy from None
    except Superseded:
        upload.refresh_from_db()
        if upload.state in GIVEN_UP:
            Part(upload.uid).remove()
        require_open(upload)
        raise Busy from None


def require_open(upload: Upload) -> None:
    if upload.state in GIVEN_UP:
        raise Gone(upload)
    if upload.state != UploadState.RECEIVING:
        raise AllThere
    if upload.track_id is None or (upload.expires_at is not None and upload.expires_at <= timezone.now()):
        raise Gone(upload)


def take(upload: Upload, writer: Writer, body: Body, offset: int, checksum: Checksum | None) -> int:
    if offset != writer.size:
        raise WrongOffset(writer.size)
    if body.declared is not None and offset + body.declared > upload.length:
        raise TooMuch(upload.length)
    if checksum is not None:
        writer.hold()
    problem = None
    try:
        pour(upload, writer, body, checksum)
    except UploadProblem as error:
        problem = error
        if checksum is not None or isinstance(error, TooMuch):
            writer.cut(offset)
    settle(upload, writer)
    bytes_arrived.send_robust(sender=Upload, count=writer.size - offset)
    if isinstance(problem, Incomplete):
        raise Incomplete(writer.size)
    if problem is not None:
        raise problem
    return writer.size


def pour(upload: Upload, writer: Writer, body: Body, checksum: Checksum | None) -> None:
    start = writer.size
    while piece := body.read(PIECE):
        if writer.size + len(piece) > upload.length:
            raise TooMuch(upload.length)
        append(writer, piece, look_at_disk=(writer.size - start) % LOOK_AT_DISK_EVERY < PIECE)
        if checksum is not None:
            checksum.update(piece)
    if body.broken or (body.declared is not None and writer.size - start < body.declared):
        raise Incomplete(writer.size)
    if checksum is not None and not checksum.matches():
        raise WrongChecksum


def append(writer: Writer, piece: bytes, *, look_at_disk: bool = True) -> None:
    if look_at_disk and free_bytes() < len(piece):
        raise DiskFull
    try:
        writer.append(piece)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull from None
        raise


def settle(upload: Upload, writer: Writer) -> None:
    """On the disk for good, then counted, then (with the last byte) handed on."""
    writer.sync()
    writer.release()
    Upload.objects.filter(pk=upload.pk, state=UploadState.RECEIVING).update(
        offset=writer.size, expires_at=next_expiry()
    )
    if writer.size == upload.length:
        finish(upload)
    upload.refresh_from_db()
    if upload.state in GIVEN_UP:
        raise Superseded
