"""From magic bytes to container. File names and declared media types are never looked at."""

from typing import BinaryIO

from libitum.media.engine.reasons import Reason, Refused

from . import mpeg
from .foreign import FIRST_WORDS, SIGNATURES
from .formats import Container

HEAD_BYTES = 2048
ID3V1_BYTES = 128
MAX_TAGS = 16
TS_SYNC, TS_PACKET = 0x47, 188  # ISO/IEC 13818-1
MP4_FIRST_BOXES = (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot")


def read_at(file: BinaryIO, offset: int, length: int) -> bytes:
    file.seek(offset)
    return file.read(length)


def id3_length(head: bytes) -> int:
    """Bytes of an ID3v2 tag with its header (and footer), 0 if `head` begins no tag."""
    if len(head) < 10 or head[:3] != b"ID3" or max(head[6:10]) > 127:
        return 0
    size = head[6] << 21 | head[7] << 14 | head[8] << 7 | head[9]
    return size + (20 if head[5] & 0x10 else 10)


def skip_tags(file: BinaryIO) -> int:
    """Where the sound begins: after any ID3v2 tags put in front."""
    offset = 0
    for _ in range(MAX_TAGS):
        length = id3_length(read_at(file, offset, 10))
        if not length:
            break
        offset += length
    return offset


def by_magic(head: bytes) -> Container | None:
    if head[:4] in (b"RIFF", b"RF64", b"BW64") and head[8:12] == b"WAVE":
        return Container.WAV
    if head[:4] == b"FORM" and head[8:12] in (b"AIFF", b"AIFC"):
        return Container.AIFF
    if head[:4] == b"fLaC":
        return Container.FLAC
    if head[:4] == b"OggS":
        return Container.OGG
    return None


def refuse_foreign(head: bytes) -> None:
    if len(head) > 2 * TS_PACKET and head[0] == head[TS_PACKET] == head[2 * TS_PACKET] == TS_SYNC:
        raise Refused(Reason.VIDEO, format="MPEG-TS")
    for offset, signature, reason, name in SIGNATURES:
        if head[offset : offset + len(signature)] == signature:
            raise Refused(reason, format=name)
    refuse_text(head)


def refuse_text(head: bytes) -> None:
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for word, reason, name in FIRST_WORDS:
        if text.startswith(word):
            raise Refused(reason, format=name)
    if text.startswith((b"<?xml", b"<!--")):
        for word, reason, name in FIRST_WORDS:
            if word.startswith(b"<") and word in text:
                raise Refused(reason, format=name)
        raise Refused(Reason.DOCUMENT, format="XML")


def sniff(file: BinaryIO, size: int) -> Container:
    """The container of an open file of `size` bytes; `Refused` for anything that is not one of ours."""
    if size == 0:
        raise Refused(Reason.EMPTY)
    head = read_at(file, 0, HEAD_BYTES)
    start = skip_tags(file)
    beginning = read_at(file, start, HEAD_BYTES) if start else head
    if container := by_magic(beginning):
        return container
    if head[4:8] in MP4_FIRST_BOXES and not head[4:].startswith((b"ftypheic", b"ftypmif1", b"ftypavif")):
        return Container.MP4
    refuse_foreign(beginning)
    window = read_at(file, start, mpeg.SEARCH_BYTES)
    if mpeg.find_adts(window):
        return Container.ADTS
    if mpeg.find_layer3(window) is not None:
        return Container.MP3
    if start or (head[:3] == b"TAG" and size <= ID3V1_BYTES) or head[:8] == b"APETAGEX":
        raise Refused(Reason.NO_SOUND_INSIDE)
    raise Refused(Reason.NOT_AUDIO)
