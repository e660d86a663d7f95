"""Pages of Ogg (RFC 3533): which streams begin, and whether the last page is whole."""

import struct
from typing import BinaryIO

from libitum.media.engine.reasons import Reason, Refused

from .structure import Structure

PAGE_HEADER = struct.Struct("<4sBBqIIIB")
BEGINS = 2
MAX_PAGE = 27 + 255 + 255 * 255
MAX_STREAMS = 64

SOUND = (b"\x01vorbis", b"OpusHead", b"\x7fFLAC")
OTHER_SOUND = {b"Speex   ": "Speex", b"PCM     ": "OggPCM", b"CELT    ": "CELT"}
VIDEO = (b"\x80theora", b"BBCD", b"\x01video", b"OVP80", b"YUV4MPEG", b"\x8bJNG", b"\x8aMNG")


def first_packets(file: BinaryIO, start: int) -> list[bytes]:
    """The first bytes of each stream that begins at the head of the file."""
    packets = []
    at = start
    for _ in range(MAX_STREAMS):
        file.seek(at)
        page = file.read(MAX_PAGE)
        if len(page) < PAGE_HEADER.size or page[:4] != b"OggS":
            break
        flags, segments = page[5], page[26]
        if not flags & BEGINS:
            break
        body = 27 + segments
        packets.append(page[body : body + 16])
        at += body + sum(page[27:body])
    return packets


def missing_at_end(file: BinaryIO, size: int) -> int:
    """How many bytes the last page lacks."""
    begin = max(0, size - MAX_PAGE)
    file.seek(begin)
    data = file.read(MAX_PAGE)
    last = data.rfind(b"OggS")
    if last < 0:
        return 0
    page = data[last:]
    if len(page) < PAGE_HEADER.size or len(page) < 27 + page[26]:
        return 27
    return max(0, 27 + page[26] + sum(page[27 : 27 + page[26]]) - len(page))


def inspect_ogg(file: BinaryIO, size: int, start: int) -> Structure:
    packets = first_packets(file, start)
    if any(packet.startswith(VIDEO) for packet in packets):
        raise Refused(Reason.VIDEO, format="Ogg")
    if not any(packet.startswith(SOUND) for packet in packets):
        for packet in packets:
            for magic, name in OTHER_SOUND.items():
                if packet.startswith(magic):
                    raise Refused(Reason.UNSUPPORTED_CODEC, codec=name)
        raise Refused(Reason.NO_SOUND_INSIDE)
    return Structure(missing_bytes=missing_at_end(file, size))
