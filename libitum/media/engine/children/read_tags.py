"""`read_tags.py KIND FILE`: prints what the file's tags say as JSON, and leaves its front cover as ./picture."""

import base64
import json
import struct
import sys
from collections.abc import Iterator
from typing import Any

from mutagen.aiff import AIFF
from mutagen.flac import FLAC, Picture
from mutagen.id3 import ID3, ID3NoHeaderError
from mutagen.mp4 import MP4
from mutagen.oggflac import OggFLAC
from mutagen.oggopus import OggOpus
from mutagen.oggvorbis import OggVorbis
from mutagen.wave import WAVE

FRONT_COVER = 3
PICTURE_BYTES = 20 * 1024 * 1024
TEXT_CHARACTERS = 100_000
VALUES = 20

ID3_NAMES = {
    "title": ("TIT2",),
    "artist": ("TPE1",),
    "album": ("TALB",),
    "album_artist": ("TPE2",),
    "track_number": ("TRCK",),
    "date": ("TDRC", "TDOR", "TYER"),
    "genre": ("TCON",),
    "isrc": ("TSRC",),
    "lyrics": ("USLT",),
    "comment": ("COMM",),
    "licence": ("WCOP",),
    "copyright": ("TCOP",),
    "language": ("TLAN",),
    "composer": ("TCOM",),
}
VORBIS_NAMES = {
    "title": ("title",),
    "artist": ("artist",),
    "album": ("album",),
    "album_artist": ("albumartist",),
    "track_number": ("tracknumber",),
    "date": ("date", "year", "originaldate"),
    "genre": ("genre",),
    "isrc": ("isrc",),
    "lyrics": ("lyrics", "unsyncedlyrics"),
    "comment": ("comment", "description"),
    "licence": ("license", "licence"),
    "copyright": ("copyright",),
    "language": ("language",),
    "composer": ("composer",),
}
ITUNES = "----:com.apple.iTunes:"
MP4_NAMES = {
    "title": ("\xa9nam",),
    "artist": ("\xa9ART",),
    "album": ("\xa9alb",),
    "album_artist": ("aART",),
    "track_number": ("trkn",),
    "date": ("\xa9day",),
    "genre": ("\xa9gen",),
    "isrc": (ITUNES + "ISRC",),
    "lyrics": ("\xa9lyr",),
    "comment": ("\xa9cmt",),
    "licence": (ITUNES + "LICENSE",),
    "copyright": ("cprt",),
    "language": (ITUNES + "LANGUAGE",),
    "composer": ("\xa9wrt",),
}


def id3_values(tags: Any, name: str) -> Iterator[str]:
    for frame in tags.getall(name):
        values = getattr(frame, "text", None) or getattr(frame, "url", "")
        yield from map(str, values if isinstance(values, list) else [values])


def vorbis_values(tags: Any, name: str) -> Iterator[str]:
    yield from map(str, tags.get(name, ()))


def mp4_values(tags: Any, name: str) -> Iterator[str]:
    for value in tags.get(name, ()):
        if isinstance(value, tuple):
            yield str(value[0])
        elif isinstance(value, bytes):
            yield value.decode("utf-8", "replace")
        else:
            yield str(value)


def id3_pictures(_file: Any, tags: Any) -> Iterator[tuple[int, bytes]]:
    for frame in tags.getall("APIC"):
        yield int(frame.type), frame.data


def vorbis_pictures(file: Any, tags: Any) -> Iterator[tuple[int, bytes]]:
    for picture in getattr(file, "pictures", ()):
        yield picture.type, picture.data
    for text in tags.get("metadata_block_picture", ()):
        picture = Picture(base64.b64decode(text))  # type: ignore[no-untyped-call]
        yield picture.type, picture.data


def mp4_pictures(_file: Any, tags: Any) -> Iterator[tuple[int, bytes]]:
    for cover in tags.get("covr", ()):
        yield FRONT_COVER, bytes(cover)


def read_id3(path: str) -> Any:
    try:
        return Bare(ID3(path))  # type: ignore[no-untyped-call]
    except ID3NoHeaderError:
        return Bare(None)


# Names in the INFO list of a WAV for those of ID3.
INFO_NAMES = {
    "TIT2": ("INAM",),
    "TPE1": ("IART",),
    "TALB": ("IPRD",),
    "TRCK": ("IPRT", "ITRK"),
    "TDRC": ("ICRD",),
    "TCON": ("IGNR",),
    "COMM": ("ICMT",),
    "TCOP": ("ICOP",),
}
INFO_BYTES = 1024 * 1024


class Words:
    """What `id3_values` wants of a frame."""

    def __init__(self, words: str) -> None:
        self.text = [words]


class Info:
    """The list of texts that sound editors write into a WAV, to be asked like ID3."""

    def __init__(self, texts: dict[str, str]) -> None:
        self.texts = texts

    def getall(self, name: str) -> list[Words]:
        return [Words(self.texts[part]) for part in INFO_NAMES.get(name, ()) if self.texts.get(part)]


def chunks(data: bytes, at: int) -> Iterator[tuple[str, bytes]]:
    while at + 8 <= len(data):
        name, length = struct.unpack_from("<4sI", data, at)
        yield name.decode("latin-1"), data[at + 8 : at + 8 + length]
        at += 8 + length + length % 2


def read_info(path: str) -> Info:
    """From the first chunk INFO, which stands before the sound or after it."""
    with open(path, "rb") as file:  # noqa: PTH123 -- the only file there is
        file.seek(12)
        while len(head := file.read(8)) == 8:
            name, length = struct.unpack("<4sI", head)
            if name == b"LIST" and file.read(4) == b"INFO":
                return Info({part: decode(words) for part, words in chunks(file.read(min(length - 4, INFO_BYTES)), 0)})
            file.seek(length + length % 2 - (4 if name == b"LIST" else 0), 1)
    return Info({})


def decode(words: bytes) -> str:
    """No encoding is said, and both are met."""
    plain = words.split(b"\0")[0]
    try:
        return plain.decode("utf-8")
    except UnicodeDecodeError:
        return plain.decode("cp1252", "replace")


def read_wav(path: str) -> Any:
    tags = WAVE(path).tags  # type: ignore[no-untyped-call]
    return Bare(tags if tags is not None else read_info(path))


class Bare:
    """A file whose tags stand for themselves."""

    def __init__(self, tags: Any) -> None:
        self.tags = tags


ID3_WAY = (ID3_NAMES, id3_values, id3_pictures)
VORBIS_WAY = (VORBIS_NAMES, vorbis_values, vorbis_pictures)
KINDS: dict[str, tuple[Any, Any]] = {
    "wav": (read_wav, ID3_WAY),
    "aiff": (AIFF, ID3_WAY),
    "mp3": (read_id3, ID3_WAY),
    "adts": (read_id3, ID3_WAY),
    "flac": (FLAC, VORBIS_WAY),
    "vorbis": (OggVorbis, VORBIS_WAY),
    "opus": (OggOpus, VORBIS_WAY),
    "oggflac": (OggFLAC, VORBIS_WAY),
    "mp4": (MP4, (MP4_NAMES, mp4_values, mp4_pictures)),
}


def save_picture(pictures: Iterator[tuple[int, bytes]]) -> None:
    found = sorted(pictures, key=lambda picture: picture[0] != FRONT_COVER)
    if found and 0 < len(found[0][1]) <= PICTURE_BYTES:
        with open("picture", "wb") as file:  # noqa: PTH123 -- in our own folder
            file.write(found[0][1])


def main() -> None:
    opener, (names, values_of, pictures_of) = KINDS[sys.argv[1]]
    file = opener(sys.argv[2])
    tags = file.tags
    if tags is None:
        print("{}")  # noqa: T201 -- our answer
        return
    found = {}
    for field, keys in names.items():
        texts = [text[:TEXT_CHARACTERS] for key in keys for text in values_of(tags, key)]
        if texts:
            found[field] = texts[:VALUES]
    save_picture(pictures_of(file, tags))
    print(json.dumps(found))  # noqa: T201 -- our answer


if __name__ == "__main__":
    main()
