"""The STREAMINFO block of FLAC (RFC 9639, section 8.2)."""

from typing import BinaryIO

from libitum.media.engine.reasons import Reason, Refused

from .structure import Structure

STREAMINFO_BYTES = 34


def inspect_flac(file: BinaryIO, size: int, start: int) -> Structure:
    del size
    file.seek(start + 4)
    head = file.read(4 + STREAMINFO_BYTES)
    if len(head) < 4 + STREAMINFO_BYTES or head[0] & 0x7F:
        raise Refused(Reason.BROKEN_HEADER, format="FLAC")
    fields = int.from_bytes(head[14:22], "big")
    rate, bits, samples = fields >> 44, (fields >> 36 & 0x1F) + 1, fields & 0xFFFFFFFFF
    return Structure(seconds=samples / rate if rate and samples else None, bits=bits)
