"""Boxes of the ISO base media file format (ISO/IEC 14496-12), read without trusting a single length."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

MAX_BOXES = 200_000


@dataclass(frozen=True)
class Box:
    """`at` is where the box begins, `body` where its content does, `end` where it declares to end."""

    kind: bytes
    at: int
    body: int
    end: int


def file_boxes(file: BinaryIO, size: int) -> Iterator[Box]:
    """The top-level boxes; the last one may declare an end beyond `size`."""
    at = 0
    for _ in range(MAX_BOXES):
        file.seek(at)
        box = read_box(file.read(16), 0, at, size)
        if box is None:
            return
        yield box
        at = box.end
        if at >= size:
            return


def read_box(data: bytes, place: int, at: int, size: int) -> Box | None:
    """The box whose header lies at `place` in `data` and at `at` in its file or parent of `size` bytes."""
    if place + 8 > len(data):
        return None
    length, kind = struct.unpack_from(">I4s", data, place)
    header = 8
    if length == 1 and place + 16 <= len(data):
        length, header = struct.unpack_from(">Q", data, place + 8)[0], 16
    elif length == 0:
        length = size - at
    if length < header:
        return None
    return Box(kind, at, at + header, at + length)


def children(data: bytes, begin: int, end: int) -> Iterator[Box]:
    """The boxes between two offsets of `data`, as far as they fit."""
    at = begin
    for _ in range(MAX_BOXES):
        box = read_box(data, at, at, end)
        if box is None or box.end > end:
            return
        yield box
        at = box.end


def find(data: bytes, begin: int, end: int, *path: bytes) -> Box | None:
    """The first box at `path`, one name per level."""
    found = None
    for kind in path:
        found = next((box for box in children(data, begin, end) if box.kind == kind), None)
        if found is None:
            return None
        begin, end = found.body, found.end
    return found
