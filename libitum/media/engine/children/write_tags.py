"""`write_tags.py KIND START TAGS FILE`: writes a copy of FILE, from START on, as ./stamped, whose tags say TAGS (JSON).

Every other tag that the copy has is kept.
"""

import json
import os
import shutil
import struct
import sys
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from mutagen.aiff import AIFF
from mutagen.flac import FLAC
from mutagen.id3 import ID3, TXXX, Encoding, ID3NoHeaderError
from mutagen.mp4 import MP4, AtomDataType, MP4FreeForm
from mutagen.oggflac import OggFLAC
from mutagen.oggopus import OggOpus
from mutagen.oggvorbis import OggVorbis

STAMPED = "stamped"
PIECE = 1024 * 1024
# Every name that is ours to say: what the file itself says under one of them goes.
NAMES = frozenset({"TDM-RESERVATION", "AI-USAGE", "TDM-POLICY"})
ITUNES = "----:com.apple.iTunes:"


def read_id3(path: str, **options: Any) -> Any:
    try:
        return ID3(path, **options)  # type: ignore[no-untyped-call]
    except ID3NoHeaderError:
        return ID3()  # type: ignore[no-untyped-call]


def read_aiff(path: str, **options: Any) -> Any:
    file = AIFF(path, **options)  # type: ignore[no-untyped-call]
    if file.tags is None:
        file.add_tags()  # type: ignore[no-untyped-call]
    return file.tags


def write_id3(read: Any, path: str, said: Mapping[str, str]) -> None:
    """In the version that the tag has; the oldest, which can't be written any more, becomes the newest."""
    tags = read(path, translate=False)
    if tags.version < (2, 3, 0):
        tags = read(path)
    for frame in tags.getall("TXXX"):
        if frame.desc.upper() in NAMES:
            del tags[frame.HashKey]
    for name, value in said.items():
        tags.add(TXXX(encoding=Encoding.UTF8, desc=name, text=[value]))  # type: ignore[no-untyped-call]
    tags.save(path, v2_version=3 if tags.version[:2] == (2, 3) else 4)


def write_vorbis(open_file: Any, path: str, said: Mapping[str, str]) -> None:
    file = open_file(path)
    if file.tags is None:
        file.add_tags()
    for name in NAMES:
        if name in file.tags:
            del file.tags[name]
    for name, value in said.items():
        file.tags[name] = [value]
    file.save()


def write_mp4(open_file: Any, path: str, said: Mapping[str, str]) -> None:
    file = open_file(path)
    if file.tags is None:
        file.add_tags()
    for key in [key for key in file.tags if key.upper().removeprefix(ITUNES.upper()) in NAMES]:
        del file.tags[key]
    for name, value in said.items():
        file.tags[ITUNES + name] = [MP4FreeForm(value.encode(), AtomDataType.UTF8)]  # type: ignore[no-untyped-call]
    before = os.path.getsize(path)  # noqa: PTH202 -- a name of our own
    file.save()
    with open(path, "r+b") as written:  # noqa: PTH123
        move_fragments(written, os.path.getsize(path) - before)  # noqa: PTH202


def boxes(file: BinaryIO, at: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Name, where the content begins and where it ends."""
    while at + 8 <= end:
        file.seek(at)
        length, name = struct.unpack(">I4s", file.read(8))
        header = 8
        if length == 1:
            (length,), header = struct.unpack(">Q", file.read(8)), 16
        if length < header:  # to the end of the file, or nonsense
            return
        yield name, at + header, at + length
        at += length


def move_fragments(file: BinaryIO, by: int) -> None:
    """Where fragments name a place in the file: the library moves the first one's alone (mutagen 1.48).

    The list of fragments at the end (`mfra`), which no player needs, would be wrong and becomes free space.
    """
    top = list(boxes(file, 0, os.fstat(file.fileno()).st_size))
    fragments = [(body, end) for name, body, end in top if name == b"moof"]
    for body, end in fragments[1:]:
        for _traf, inner, inner_end in [box for box in boxes(file, body, end) if box[0] == b"traf"]:
            for _tfhd, place, _end in [box for box in boxes(file, inner, inner_end) if box[0] == b"tfhd"]:
                move_base(file, place, by)
    for _mfra, body, _end in [box for box in top if box[0] == b"mfra"]:
        file.seek(body - 4)
        file.write(b"free")


def move_base(file: BinaryIO, place: int, by: int) -> None:
    file.seek(place)
    flags = int.from_bytes(file.read(4), "big")
    if flags & 1:
        file.seek(place + 8)
        (base,) = struct.unpack(">Q", file.read(8))
        file.seek(place + 8)
        file.write(struct.pack(">Q", base + by))


KINDS: dict[str, tuple[Any, Any]] = {
    "aiff": (write_id3, read_aiff),
    "mp3": (write_id3, read_id3),
    "adts": (write_id3, read_id3),
    "flac": (write_vorbis, FLAC),
    "vorbis": (write_vorbis, OggVorbis),
    "opus": (write_vorbis, OggOpus),
    "oggflac": (write_vorbis, OggFLAC),
    "mp4": (write_mp4, MP4),
}


def main() -> None:
    kind, start, said, path = sys.argv[1:]
    with open(path, "rb") as source, open(STAMPED, "wb") as target:  # noqa: PTH123 -- the only files there are
        source.seek(int(start))
        shutil.copyfileobj(source, target, PIECE)
    write, open_file = KINDS[kind]
    write(open_file, STAMPED, json.loads(said))
    print("{}")  # noqa: T201 -- our answer


if __name__ == "__main__":
    main()
