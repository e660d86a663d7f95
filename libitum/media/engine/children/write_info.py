"""`write_info.py START TEXT FILE`: writes a copy of a WAV as ./stamped whose comment says TEXT in a line of its own.

ffprobe sees in a WAV what stands in its INFO list, whose names have four letters, so that ours stand in the comment
(ICMT). The list comes before the sound, as after it a reader of a stream of unknown length finds nothing. START: where
RIFF begins, behind tags put in front. Everything else stays byte for byte.
"""

import json
import os
import struct
import sys
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

STAMPED = "stamped"
COMMENT = b"ICMT"
# How a line of ours begins, in files that come back to us.
OURS = b"TDM-RESERVATION="
INFO_BYTES = 1024 * 1024
PIECE = 1024 * 1024
UNKNOWN = 0xFFFFFFFF
MAX_CHUNKS = 4096


class Chunk(NamedTuple):
    """From its header to where the next begins, as the file goes."""

    name: bytes
    at: int
    body: int
    end: int


def chunks(file: BinaryIO, start: int, size: int) -> Iterator[Chunk]:
    """Up to sound of unknown length, which is all that follows."""
    at, long_length = start + 12, 0
    for _ in range(MAX_CHUNKS):
        file.seek(at)
        head = file.read(8)
        if len(head) < 8:
            return
        name, length = struct.unpack("<4sI", head)
        if name == b"ds64":
            long_length = struct.unpack("<QQ", file.read(16))[1]
        if name == b"data" and length in (0, UNKNOWN):
            length = long_length or size
        end = at + 8 + length + length % 2
        yield Chunk(name, at, at + 8, min(end, size))
        if end >= size:
            return
        at = end


def texts(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Name and words of each part of an INFO list."""
    at = 0
    while at + 8 <= len(content):
        name, length = struct.unpack_from("<4sI", content, at)
        yield name, content[at + 8 : at + 8 + length].split(b"\0")[0]
        at += 8 + length + length % 2


def is_info(file: BinaryIO, chunk: Chunk) -> bool:
    file.seek(chunk.body)
    return chunk.name == b"LIST" and file.read(4) == b"INFO"


def content_of(file: BinaryIO, chunk: Chunk) -> bytes:
    file.seek(chunk.body + 4)
    return file.read(min(chunk.end - chunk.body - 4, INFO_BYTES))


def packed(name: bytes, content: bytes) -> bytes:
    return name + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)


def merged(lists: list[bytes], said: bytes) -> bytes:
    """One list of all that the lists say, with what we say as the last line of the comment."""
    kept = [pair for content in lists for pair in texts(content)]
    comments = [words for name, words in kept if name == COMMENT]
    lines = [line for words in comments for line in words.splitlines() if not line.startswith(OURS)]
    parts = [*((name, words) for name, words in kept if name != COMMENT), (COMMENT, b"\n".join([*lines, said]))]
    return packed(b"LIST", b"INFO" + b"".join(packed(name, words + b"\0") for name, words in parts))


def copy(source: BinaryIO, target: BinaryIO, begin: int, end: int) -> None:
    source.seek(begin)
    while begin < end and (piece := source.read(min(PIECE, end - begin))):
        target.write(piece)
        begin += len(piece)


def add_to_sizes(target: BinaryIO, start: int, ds64: int | None, more: int) -> None:
    """RIFF counts what follows; where it can't (RF64, BW64), `ds64` does."""
    target.seek(start + 4)
    (declared,) = struct.unpack("<I", target.read(4))
    if declared not in (0, UNKNOWN):
        target.seek(start + 4)
        target.write(struct.pack("<I", min(max(0, declared + more), UNKNOWN)))
    elif ds64 is not None:
        target.seek(ds64)
        (declared,) = struct.unpack("<Q", target.read(8))
        target.seek(ds64)
        target.write(struct.pack("<Q", max(0, declared + more)))


def write(source: BinaryIO, target: BinaryIO, start: int, said: bytes) -> None:
    size = os.fstat(source.fileno()).st_size
    found = list(chunks(source, start, size))
    data = next(chunk for chunk in found if chunk.name == b"data")
    infos = [chunk for chunk in found if is_info(source, chunk)]
    info = merged([content_of(source, chunk) for chunk in infos], said)
    at = 0
    for cut in sorted([*infos, data], key=lambda chunk: chunk.at):
        copy(source, target, at, cut.at)
        if cut is data:
            target.write(info)
        at = cut.at if cut is data else cut.end
    copy(source, target, at, size)
    ds64 = next((chunk.body for chunk in found if chunk.name == b"ds64"), None)
    add_to_sizes(target, start, ds64, len(info) - sum(chunk.end - chunk.at for chunk in infos))


def main() -> None:
    start, text, path = sys.argv[1:]
    with open(path, "rb") as source, open(STAMPED, "w+b") as target:  # noqa: PTH123 -- the only files there are
        write(source, target, int(start), text.encode())
    print(json.dumps({}))  # noqa: T201 -- our answer


if __name__ == "__main__":
    main()
