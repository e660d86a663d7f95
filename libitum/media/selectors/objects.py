"""Every object of the media storage that the database refers to."""

from collections.abc import Iterator

from libitum.media.engine.renditions import INDEX_PLAYLIST
from libitum.media.models import Artwork, Master, Original, Stamped
from libitum.media.services.processing.publish import OVERVIEWS_FILE, PEAKS_FILE

CHUNK = 500


def referred_objects() -> Iterator[str]:
    for original in Original.objects.filter(stored_at__isnull=False, condemned_at=None).iterator(CHUNK):
        yield original.storage_name
    for master in Master.objects.exclude(prefix="").only("prefix", "renditions").iterator(CHUNK):
        yield from (f"{master.prefix}/{file}" for file in files_of(master))
    for artwork in Artwork.objects.only("prefix", "widths").iterator(CHUNK):
        yield from (f"{artwork.prefix}/{file}" for file in (*(f"{w}.webp" for w in artwork.widths), "feed.jpg"))
    for stamped in Stamped.objects.exclude(prefix="").only("prefix", "file").iterator(CHUNK):
        yield stamped.storage_name


def files_of(master: Master) -> list[str]:
    """Names in the folder of its set."""
    named = [str(row[kind]) for row in master.renditions for kind in ("file", "playlist") if row.get(kind)]
    return [*named, INDEX_PLAYLIST, OVERVIEWS_FILE, PEAKS_FILE]
