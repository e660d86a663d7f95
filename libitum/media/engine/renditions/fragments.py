"""The fragments of a CMAF file as it lies on disk (ISO/IEC 14496-12, 23000-19)."""

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from libitum.media.engine.containers.boxes import children, file_boxes, find


@dataclass(frozen=True)
class Fragment:
    """A `moof` with its `mdat`: bytes of the file, and frames of sound that it decodes to."""

    at: int
    length: int
    frames: int


@dataclass(frozen=True)
class Track:
    """`header`: bytes of `ftyp` and `moov`; `delay`: where the edit list says that the sound begins, in frames."""

    header: int
    delay: int
    fragments: tuple[Fragment, ...]

    @property
    def frames(self) -> int:
        return sum(fragment.frames for fragment in self.fragments)


def read_track(path: Path) -> Track:
    size = path.stat().st_size
    header, delay, fragments, begin, frames = 0, 0, [], 0, 0
    with path.open("rb") as file:
        for box in file_boxes(file, size):
            if box.kind == b"moov":
                header, delay = box.end, read_delay(content(file, box.body, box.end))
            elif box.kind == b"moof":
                begin, frames = box.at, read_frames(content(file, box.body, box.end))
            elif box.kind == b"mdat":
                fragments.append(Fragment(begin, box.end - begin, frames))
    return Track(header, delay, tuple(fragments))


def content(file: BinaryIO, begin: int, end: int) -> bytes:
    file.seek(begin)
    return file.read(end - begin)


def read_delay(moov: bytes) -> int:
    edits = find(moov, 0, len(moov), b"trak", b"edts", b"elst")
    if edits is None:
        return 0
    wide = moov[edits.body] == 1
    (begin,) = struct.unpack_from(">q" if wide else ">i", moov, edits.body + (16 if wide else 12))
    return int(begin)


def read_frames(moof: bytes) -> int:
    """Sum of the durations of all samples, which are frames because the timescale is the sample rate."""
    total = 0
    for box in children(moof, 0, len(moof)):
        if box.kind == b"traf":
            header = find(moof, box.body, box.end, b"tfhd")
            default = default_duration(moof, header.body) if header else 0
            runs = (run for run in children(moof, box.body, box.end) if run.kind == b"trun")
            total += sum(run_frames(moof, run.body, default) for run in runs)
    return total


def default_duration(moof: bytes, at: int) -> int:
    flags = int.from_bytes(moof[at + 1 : at + 4], "big")
    place = at + 8 + (8 if flags & 1 else 0) + (4 if flags & 2 else 0)
    return int.from_bytes(moof[place : place + 4], "big") if flags & 8 else 0


def run_frames(moof: bytes, at: int, default: int) -> int:
    flags = int.from_bytes(moof[at + 1 : at + 4], "big")
    count = int.from_bytes(moof[at + 4 : at + 8], "big")
    if not flags & 0x100:
        return count * default
    first = at + 8 + (4 if flags & 1 else 0) + (4 if flags & 4 else 0)
    width = 4 * sum(1 for bit in (0x100, 0x200, 0x400, 0x800) if flags & bit)
    return sum(int.from_bytes(moof[first + i * width : first + i * width + 4], "big") for i in range(count))
