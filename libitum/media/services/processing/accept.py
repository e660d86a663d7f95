"""The moment in which a file becomes an original and a master."""

from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from libitum.media.engine.artwork import Pictures, make_pictures
from libitum.media.engine.examine import Examination
from libitum.media.engine.reasons import Reason, Refused
from libitum.media.engine.tags import read_tags
from libitum.media.models import Artwork, Leftover, Master, Original, Upload, UploadState
from libitum.media.parts import Part
from libitum.media.scanner import is_harmful
from libitum.media.services.leftovers import write_down
from libitum.media.signals import original_accepted
from libitum.media.storage import holds, put

from .attempt import Attempt
from .problems import TryLater


@dataclass(frozen=True)
class Offers:
    """What the file brings along for the artist to take up: tags by field, and its cover in our sizes in a folder."""

    tags: dict[str, str | int]
    pictures: Pictures | None
    folder: Path


def read_offers(path: Path, examined: Examination, tagdir: Path, coverdir: Path) -> Offers:
    """Whatever is wrong with tags or cover, the music is taken: they are just not offered.

    But for a cover with a virus: some containers hold it in letters, in which no scanner has seen it.
    """
    tags = read_tags(path, examined.container, examined.codec, workdir=tagdir)
    pictures = None
    if tags.picture is not None:
        if is_harmful(tags.picture):
            raise Refused(Reason.HARMFUL)
        try:
            pictures = make_pictures(tags.picture, workdir=coverdir)
        except Refused:
            pictures = None
    return Offers(tags.fields, pictures, coverdir)


def accept(attempt: Attempt, upload: Upload, examined: Examination, offers: Offers) -> Master:
    """Stores the original, once for everybody, and makes the master. Keeps what an earlier attempt has made."""
    original = keep_original(upload)
    cover = store_cover(attempt, upload, offers)
    with attempt.publishing():
        upload.refresh_from_db()
        if upload.track is None:
            raise TryLater  # deleted meanwhile, which the next attempt will find
        master = Master.objects.filter(upload=upload).first() or Master(upload=upload, track=upload.track)
        master.created_at = upload.created_at  # of two recordings on their way, the one begun later is meant
        fill(master, original, examined, offers)
        master.save()
        if cover is not None:
            offer_cover(master, cover, offers)
        upload.state = UploadState.ACCEPTED
        upload.save(update_fields=["state"])
        original_accepted.send(sender=Master, master=master)
        transaction.on_commit(Part(upload.uid).remove)
    return master


def keep_original(upload: Upload) -> Original:
    """Our upload names the hash before we look, and removal looks for such uploads: one of both sees the other."""
    with transaction.atomic():
        original, _made = Original.objects.select_for_update().get_or_create(
            sha256=upload.sha256, defaults={"size": upload.length}
        )
        if original.condemned_at is not None:
            raise TryLater
    if not holds(original.storage_name, original.size):
        put(Part(upload.uid).path, original.storage_name)
    Original.objects.filter(pk=original.pk, stored_at=None).update(stored_at=timezone.now())
    return original


def fill(master: Master, original: Original, examined: Examination, offers: Offers) -> None:
    master.original = original
    master.container, master.codec = str(examined.container), examined.codec
    master.channels, master.sample_rate = examined.channels, examined.sample_rate
    master.samples = examined.frames
    master.integrated_lufs = examined.loudness.integrated
    master.true_peak_dbtp = examined.loudness.true_peak
    master.loudness_range_lu = examined.loudness.range
    master.tags = offers.tags


def store_cover(attempt: Attempt, upload: Upload, offers: Offers) -> str | None:
    """Where the cover's sizes lie now."""
    if offers.pictures is None:
        return None
    prefix = f"artwork/{upload.uid}/{attempt.fence}"
    write_down(prefix)
    for file in offers.pictures.files:
        put(offers.folder / file, f"{prefix}/{file}")
    return prefix


def offer_cover(master: Master, prefix: str, offers: Offers) -> None:
    if offers.pictures is None or Artwork.objects.filter(offered_with=master).exists():
        return
    Leftover.objects.filter(prefix=prefix).delete()
    Artwork.objects.create(
        offered_with=master,
        prefix=prefix,
        width=offers.pictures.width,
        height=offers.pictures.height,
        widths=list(offers.pictures.widths),
    )
