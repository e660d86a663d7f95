"""Every object of the media storage that the database refers to."""

from collections.abc import Iterator

from libitum.media.models import Artwork, Master, Original, Stamped

CHUNK = 500


def referred_objects() -> Iterator[str]:
    for original in Original.objects.filter(stored_at__isnull=False, condemned_at=None).iterator(CHUNK):
        yield original.storage_name
    for master in Master.objects.exclude(prefix="").only("prefix", "renditions").iterator(CHUNK):
        yield from (f"{master.prefix}/{file}" for file in master.files)
    for artwork in Artwork.objects.only("prefix", "widths").iterator(CHUNK):
        yield from (f"{artwork.prefix}/{file}" for file in artwork.files)
    for stamped in Stamped.objects.exclude(prefix="").only("prefix", "file").iterator(CHUNK):
        yield stamped.storage_name
