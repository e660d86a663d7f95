"""From placed entries to bundles and tiles.

What is written depends on the entries alone, so it can be written again.
"""

from collections.abc import Iterator

from libitum_verify.merkle import HASH_BYTES, leaf_hash
from libitum_verify.tiles import WIDTH, bundle_path, encode_bundle, hash_tile, tile_path

from .log import PublishedLog, TileWriter
from .models import Entry


def build(log: PublishedLog, old: int, new: int) -> None:
    """Write every bundle and tile that a tree of `new` entries has and one of `old` had not."""
    writer = log.writer()
    leaves = list(write_bundles(writer, old, new))
    level, hashes, first = 0, leaves, old // WIDTH * WIDTH
    while hashes:
        hashes, first = write_tiles(writer, level, first, hashes)
        if not hashes:
            break
        level += 1
        begun = first % WIDTH
        hashes = [*existing(log, level, first - begun, first), *hashes]
        first -= begun
    writer.finish()


def write_bundles(writer: TileWriter, old: int, new: int) -> Iterator[bytes]:
    """Leaf hashes from the start of the first bundle that changes."""
    for number in range(old // WIDTH, (new + WIDTH - 1) // WIDTH):
        rows = Entry.objects.filter(position__gte=number * WIDTH, position__lt=min(new, (number + 1) * WIDTH))
        bodies = [bytes(body) for body in rows.order_by("position").values_list("body", flat=True)]
        writer.write(bundle_path(number, len(bodies)), encode_bundle(bodies))
        yield from map(leaf_hash, bodies)


def write_tiles(writer: TileWriter, level: int, first: int, hashes: list[bytes]) -> tuple[list[bytes], int]:
    """Write one level's tiles from hash `first` on (a multiple of 256); returns the new hashes of the level above."""
    above = []
    for offset in range(0, len(hashes), WIDTH):
        row = hashes[offset : offset + WIDTH]
        writer.write(tile_path(level, (first + offset) // WIDTH, len(row)), b"".join(row))
        if len(row) == WIDTH:
            above.append(hash_tile(row))
    return above, first // WIDTH


def existing(log: PublishedLog, level: int, begin: int, end: int) -> list[bytes]:
    """Hashes [begin, end) of a level, read back from its newest partial tile."""
    if begin == end:
        return []
    data = log.fetch(tile_path(level, begin // WIDTH, end - begin))
    return [data[i : i + HASH_BYTES] for i in range(0, len(data), HASH_BYTES)]
