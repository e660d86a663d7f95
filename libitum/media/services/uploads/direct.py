"""Recordings that their sender's browser puts into the store itself, part by part.

The store knows which parts have arrived, so it alone is asked. What it put together lies under `incoming/` until a
worker has taken it in like any other upload.
"""

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from django.conf import settings

from libitum.media.incoming import FOLDER, incoming_name
from libitum.media.models import Upload, UploadState
from libitum.media.parts import Part as LocalPart
from libitum.media.parts import size_of
from libitum.media.selectors.uploads import IN_PROGRESS
from libitum.media.storage import media

from .create import next_expiry
from .finish import finish
from .problems import AllThere, Incomplete, NotDirect, NotThrough, WrongPart
from .receive import require_open

if TYPE_CHECKING:
    from libitum.media.stores.multipart import Multipart, Part
    from libitum.media.stores.s3 import ObjectStorage

MIB = 1024**2
LEAST_PART = 16 * MIB
# Stores take ten thousand.
MOST_PARTS = 9_000


@dataclass(frozen=True, slots=True)
class Arrived:
    """Sizes in bytes; every part but the last has `part_size`."""

    part_size: int
    parts: list[int]
    received: int


@dataclass(frozen=True, slots=True)
class PartAddress:
    number: int
    size: int
    url: str


def is_offered() -> bool:
    return bool(settings.S3_DIRECT_UPLOADS)


def part_size(upload: Upload) -> int:
    needed = -(-upload.length // MOST_PARTS)
    return LEAST_PART if needed <= LEAST_PART else -(-needed // MIB) * MIB


def size_of_part(upload: Upload, number: int) -> int:
    """Raises WrongPart for a number that the recording has not."""
    left = upload.length - (number - 1) * part_size(upload)
    if number < 1 or left <= 0:
        raise WrongPart(-(-upload.length // part_size(upload)))
    return min(part_size(upload), left)


def bucket() -> "ObjectStorage":
    """Raises NotDirect where media lie in a folder."""
    store = media()
    if not store.takes_parts:
        raise NotDirect
    return cast("ObjectStorage", store)


def in_parts(upload: Upload, uid: str = "") -> "Multipart":
    """What has been begun as `uid`, or a new one. Raises NotDirect."""
    # What speaks to stores is large, and most instances never need it.
    from libitum.media.stores.multipart import Multipart  # noqa: PLC0415

    store, name = bucket(), incoming_name(upload)
    return Multipart(store, name, uid) if uid else Multipart.begin(store, name)


def sending(upload: Upload) -> "Multipart":
    """What has been begun. Raises NotDirect where nothing has, or where media lie elsewhere by now."""
    require_open(upload)
    if upload.multipart and not media().takes_parts:
        begin_anew(upload)
    if not upload.multipart:
        raise NotDirect
    return in_parts(upload, upload.multipart)


def begin_direct(*, upload: Upload) -> None:
    """Does nothing the second time. Raises NotDirect, and NotThrough where bytes have come the other way."""
    require_open(upload)
    if upload.multipart:
        return
    if not is_offered():
        raise NotDirect
    if size_of(LocalPart(upload.uid).path):
        raise NotThrough
    begun = in_parts(upload)
    waiting = Upload.objects.filter(pk=upload.pk, state=UploadState.RECEIVING, multipart="")
    if not waiting.update(multipart=begun.uid):
        begun.abort()
    upload.refresh_from_db()


def part_addresses(*, upload: Upload, numbers: list[int]) -> list[PartAddress]:
    """Raises WrongPart."""
    multipart = sending(upload)
    sizes = [(number, size_of_part(upload, number)) for number in numbers]
    return [PartAddress(number, size, multipart.address(number, size)) for number, size in sizes]


def arrived(*, upload: Upload) -> Arrived:
    """What the store has by now, which is noted. Raises AllThere once it has been put together."""
    try:
        whole = whole_parts(upload, sending(upload).parts())
    except FileNotFoundError:  # by a request whose answer was lost
        complete_direct(upload=upload)
        raise AllThere from None
    received = sum(part.size for part in whole)
    Upload.objects.filter(pk=upload.pk, state=UploadState.RECEIVING).update(offset=received, expires_at=next_expiry())
    return Arrived(part_size(upload), [part.number for part in whole], received)


def whole_parts(upload: Upload, parts: "list[Part]") -> "list[Part]":
    return [part for part in parts if part.size == size_of_part(upload, part.number)]


def complete_direct(*, upload: Upload) -> None:
    """Puts the parts together and queues the processing. Raises Incomplete where some are missing, and NotDirect where
    the store has forgotten them.
    """
    multipart = sending(upload)
    if media().size_of(multipart.name) != upload.length:
        try:
            parts = whole_parts(upload, multipart.parts())
            received = sum(part.size for part in parts)
            if received != upload.length:
                raise Incomplete(received)
            multipart.complete(parts)
        except FileNotFoundError:
            begin_anew(upload)
            raise NotDirect from None
    finish(upload)


def leave_direct(*, upload: Upload) -> None:
    """The browser can't reach the store: what it sent there is dropped, and it may send it to us."""
    sending(upload).abort()
    begin_anew(upload)


def begin_anew(upload: Upload) -> None:
    Upload.objects.filter(pk=upload.pk, state=UploadState.RECEIVING).update(multipart="", offset=0)
    upload.refresh_from_db()


def clear_incoming() -> int:
    """What was sent to the store for uploads that need it no more. The note goes last, so that it is done again."""
    over = Upload.objects.exclude(multipart="").exclude(state__in=IN_PROGRESS)
    uploads = list(over[:100])
    for upload in uploads:
        with suppress(NotDirect):  # media lie in a folder by now, where nothing comes in parts
            in_parts(upload, upload.multipart).abort()
        media().delete(incoming_name(upload))
        Upload.objects.filter(pk=upload.pk).update(multipart="")
    return len(uploads)


def clear_strays() -> int:
    """What was sent to the store for uploads that are there no more, as their owner isn't."""
    if not media().takes_parts:
        return 0
    from libitum.media.stores.multipart import Multipart  # noqa: PLC0415 -- as above

    begun = Multipart.all_below(bucket(), f"{FOLDER}/")
    whole = set(media().names(f"{FOLDER}/"))
    named = whole | {each.name for each in begun}
    known = set(Upload.objects.filter(uid__in=[uid_of(name) for name in named]).values_list("uid", flat=True))
    strays = {name for name in named if uid_of(name) not in known}
    for each in begun:
        if each.name in strays:
            each.abort()
    for name in strays & whole:
        media().delete(name)
    return len(strays)


def uid_of(name: str) -> str:
    return name.removeprefix(f"{FOLDER}/")
