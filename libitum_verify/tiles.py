"""Tiles and entry bundles (c2sp.org/tlog-tiles): addresses, contents, and a tree read through them."""

import struct
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from . import merkle
from .checkpoint import Checkpoint
from .merkle import HASH_BYTES
from .verdict import Reason, Refused

HEIGHT = 8
WIDTH = 1 << HEIGHT
MAX_ENTRY_BYTES = 65_535

# An address below the log's prefix -> its bytes; raises Refused(MISSING).
Fetch = Callable[[str], bytes]


def index_path(number: int) -> str:
    """1234067 -> x001/x234/067."""
    parts = [f"{number % 1000:03d}"]
    while number := number // 1000:
        parts.append(f"x{number % 1000:03d}")
    return "/".join(reversed(parts))


def tile_path(level: int, number: int, width: int = WIDTH) -> str:
    return f"tile/{level}/{index_path(number)}{partial(width)}"


def bundle_path(number: int, width: int = WIDTH) -> str:
    return f"tile/entries/{index_path(number)}{partial(width)}"


def partial(width: int) -> str:
    return "" if width == WIDTH else f".p/{width}"


def width_in(size: int, level: int, number: int) -> int:
    """How many hashes tile `number` of `level` has in a tree of `size`."""
    return max(0, min(WIDTH, (size >> (HEIGHT * level)) - number * WIDTH))


def encode_bundle(entries: Sequence[bytes]) -> bytes:
    if any(len(entry) > MAX_ENTRY_BYTES for entry in entries):
        raise ValueError(f"an entry has more than {MAX_ENTRY_BYTES} bytes")
    return b"".join(struct.pack(">H", len(entry)) + entry for entry in entries)


def decode_bundle(data: bytes, width: int) -> list[bytes]:
    entries: list[bytes] = []
    position = 0
    while position + 2 <= len(data):
        (length,) = struct.unpack_from(">H", data, position)
        entries.append(data[position + 2 : position + 2 + length])
        position += 2 + length
    if position != len(data) or len(entries) != width:
        raise Refused(Reason.BAD_BUNDLE, "A bundle of entries has not the length it must have.")
    return entries


def hash_tile(hashes: Sequence[bytes]) -> bytes:
    """The root of a full tile: one hash of the level above."""
    row = list(hashes)
    while len(row) > 1:
        row = [merkle.node_hash(row[i], row[i + 1]) for i in range(0, len(row), 2)]
    return row[0]


class TiledTree:
    """A tree of `size` read through its tiles. Nothing is believed: compare `root()` with a checkpoint first."""

    def __init__(self, size: int, fetch: Fetch) -> None:
        self.size = size
        self.fetch = fetch
        self.tile = lru_cache(maxsize=4096)(self.read_tile)

    def read_tile(self, level: int, number: int) -> tuple[bytes, ...]:
        width = width_in(self.size, level, number)
        if not width:
            raise Refused(Reason.MISSING, f"There is no tile {level}/{number} in a log of {self.size} entries.")
        data = self.fetch(tile_path(level, number, width))
        if len(data) != width * HASH_BYTES:
            raise Refused(Reason.BAD_TILE, f"Tile {level}/{number} has not the length it must have.")
        return tuple(data[i : i + HASH_BYTES] for i in range(0, len(data), HASH_BYTES))

    def subtree(self, level: int, index: int) -> bytes:
        """The hash of 2**level leaves from index << level on, made from the tile that spans it."""
        tile_level, inner = divmod(level, HEIGHT)
        first = index << inner
        row = self.tile(tile_level, first // WIDTH)[first % WIDTH : first % WIDTH + (1 << inner)]
        if len(row) != 1 << inner:
            raise Refused(Reason.BAD_TILE, "A tile is too short for the tree it belongs to.")
        return hash_tile(row)

    def root(self) -> bytes:
        return merkle.root_hash(self.size, self.subtree)

    def inclusion_proof(self, index: int) -> list[bytes]:
        return merkle.inclusion_proof(index, self.size, self.subtree)

    def consistency_proof(self, old: int) -> list[bytes]:
        return merkle.consistency_proof(old, self.size, self.subtree)

    def bundle(self, number: int) -> list[bytes]:
        width = width_in(self.size, 0, number)
        return decode_bundle(self.fetch(bundle_path(number, width)), width)

    def entry(self, index: int) -> bytes:
        if not 0 <= index < self.size:
            raise Refused(Reason.NOT_INCLUDED, f"Entry {index} is outside the log of {self.size} entries.")
        return self.bundle(index // WIDTH)[index % WIDTH]

    def entries(self) -> Iterator[bytes]:
        for number in range((self.size + WIDTH - 1) // WIDTH):
            yield from self.bundle(number)


def proved_tree(checkpoint: Checkpoint, fetch: Fetch) -> TiledTree:
    """The tree, when its right edge gives the root that was signed."""
    tree = TiledTree(checkpoint.size, fetch)
    if tree.root() != checkpoint.root:
        raise Refused(Reason.BAD_TILE, "The log's tiles do not give the root that it signed.")
    return tree
