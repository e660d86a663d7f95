"""Pictures of works: sent by their owner, or taken up from what a recording brought along."""

import time
from pathlib import Path
from typing import BinaryIO

from django.db import transaction

from libitum.accounts.models import User
from libitum.catalog.models import Artist, Release, Track
from libitum.catalog.services.permissions import require_owner
from libitum.media.engine.artwork import PICTURE_BYTES, refuse_by_signature
from libitum.media.engine.reasons import PictureReason, Refused
from libitum.media.models import Artwork, Master, PictureUpload
from libitum.media.pictures import picture_path

from . import processing

PIECE = 256 * 1024
ALT_CHARACTERS = 300
# Files so young may belong to a row that is being written. In seconds.
GRACE = 3600


def place_of(work: Track | Release | Artist) -> dict[str, Track | Release | Artist]:
    return {type(work).__name__.lower(): work}


def send_picture(*, actor: User, work: Track | Release | Artist, content: BinaryIO, alt: str = "") -> PictureUpload:
    """Takes a picture in and queues its sizes; it becomes the work's artwork when they are there.

    Raises Refused (see `media.reasons`) for what can be seen at once to be no picture of ours.
    """
    require_owner(actor, work)
    picture = PictureUpload(owner=actor, alt=alt.strip()[:ALT_CHARACTERS], **place_of(work))
    path = picture_path(picture)
    try:
        write(path, content)
        refuse_by_signature(path)
        with transaction.atomic():
            picture.save()
            processing.enqueue_picture(picture)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return picture


def write(path: Path, content: BinaryIO) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    size = 0
    with path.open("xb") as file:
        path.chmod(0o600)
        while piece := content.read(PIECE):
            size += len(piece)
            if size > PICTURE_BYTES:
                raise Refused(PictureReason.PICTURE_TOO_LARGE, size=size)
            file.write(piece)


@transaction.atomic
def take_up_cover(*, actor: User, master: Master) -> Artwork | None:
    """The cover that came inside the recording becomes the track's artwork. None when there is none to take."""
    require_owner(actor, master.track)
    offered = Artwork.objects.select_for_update().filter(offered_with=master).first()
    if offered is None:
        return None
    Artwork.objects.filter(track=master.track).delete()
    offered.offered_with, offered.track = None, master.track
    offered.save(update_fields=["offered_with", "track"])
    return offered


@transaction.atomic
def describe_artwork(*, actor: User, work: Track | Release | Artist, alt: str) -> None:
    """What the picture shows, for those who don't see it."""
    require_owner(actor, work)
    Artwork.objects.filter(**place_of(work)).update(alt=alt.strip()[:ALT_CHARACTERS])


@transaction.atomic
def remove_artwork(*, actor: User, work: Track | Release | Artist) -> None:
    require_owner(actor, work)
    Artwork.objects.filter(**place_of(work)).delete()


def remove_stray_pictures() -> int:
    """Files whose row was never written, or whose removal was cut off."""
    folder = picture_path(PictureUpload()).parent
    if not folder.is_dir():
        return 0
    oldest = time.time() - GRACE
    old = [path for path in folder.iterdir() if path.stat().st_mtime < oldest]
    known = set(PictureUpload.objects.filter(uid__in=[path.name for path in old]).values_list("uid", flat=True))
    stray = [path for path in old if path.name not in known]
    for path in stray:
        path.unlink(missing_ok=True)
    return len(stray)
