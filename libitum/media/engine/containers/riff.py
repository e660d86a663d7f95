"""Chunks of WAV (RIFF, RF64: EBU Tech 3306, BW64: ITU-R BS.2088) and AIFF, AIFF-C."""

import math
import struct
from collections.abc import Iterator
from typing import BinaryIO

from libitum.media.engine.reasons import Reason, Refused

from .structure import Structure

MAX_CHUNKS = 4096
UNKNOWN = 0xFFFFFFFF
PCM_FORMATS = (1, 3, 0xFFFE)
AIFF_COMM_BYTES = 18
# CD audio in AIFF-C is stored little-endian under this name; the other compressions change the sample size.
AIFC_PLAIN = (b"NONE", b"sowt", b"twos", b"fl32", b"FL32", b"fl64", b"FL64", b"in24", b"in32")


def chunks(file: BinaryIO, size: int, start: int, order: str) -> Iterator[tuple[bytes, int, int]]:
    """(name, offset of its content, declared length) of each chunk, as far as the file goes."""
    at = start
    for _ in range(MAX_CHUNKS):
        file.seek(at)
        head = file.read(8)
        if len(head) < 8:
            return
        name, length = struct.unpack(order + "4sI", head)
        yield name, at + 8, length
        at += 8 + length + length % 2
        if at > size:
            return


def inspect_wav(file: BinaryIO, size: int, start: int) -> Structure:
    fields: tuple[int, ...] = ()
    long_length = None
    for name, at, declared in chunks(file, size, start + 12, "<"):
        file.seek(at)
        if name == b"fmt " and declared >= 16:
            fields = read_exactly(file, "<HHIIHH")
        elif name == b"ds64":
            long_length = read_exactly(file, "<QQ")[1]
        elif name == b"data":
            return wav_structure(fields, at, long_length if declared == UNKNOWN else declared, size)
    if fields:
        raise Refused(Reason.NO_SOUND_INSIDE)
    raise Refused(Reason.BROKEN_HEADER, format="WAV")


def wav_structure(fields: tuple[int, ...], at: int, declared: int | None, size: int) -> Structure:
    if not fields:
        raise Refused(Reason.BROKEN_HEADER, format="WAV")
    kind, channels, _rate, bytes_per_second, block, bits = fields
    if kind not in PCM_FORMATS:
        return Structure()
    if not channels or not block or not bytes_per_second:
        raise Refused(Reason.BROKEN_HEADER, format="WAV")
    if not declared:  # written by a program that could not go back to fill it in
        return Structure(bits=bits)
    return Structure(declared / bytes_per_second, missing_bytes=max(0, at + declared - size), bits=bits)


def inspect_aiff(file: BinaryIO, size: int, start: int) -> Structure:
    seconds, bits, missing, sound = None, None, 0, False
    for name, at, declared in chunks(file, size, start + 12, ">"):
        file.seek(at)
        if name == b"COMM" and declared >= AIFF_COMM_BYTES:
            _channels, frames, depth = read_exactly(file, ">hIh")
            rate = extended(file.read(10))
            plain = declared < AIFF_COMM_BYTES + 4 or file.read(4) in AIFC_PLAIN
            seconds, bits = (frames / rate if rate else None), (depth if plain else None)
        elif name == b"SSND":
            sound, missing = True, max(0, at + declared - size)
    if not sound:
        raise Refused(Reason.NO_SOUND_INSIDE)
    return Structure(seconds=seconds, missing_bytes=missing, bits=bits)


def extended(data: bytes) -> float:
    """The 80-bit IEEE number in which AIFF keeps its sample rate; 0 for what is none."""
    if len(data) < 10:
        return 0.0
    exponent, mantissa = struct.unpack(">HQ", data)
    try:
        value = math.ldexp(mantissa, (exponent & 0x7FFF) - 16383 - 63)
    except OverflowError:
        return 0.0
    return 0.0 if exponent & 0x8000 else value


def read_exactly(file: BinaryIO, layout: str) -> tuple[int, ...]:
    data = file.read(struct.calcsize(layout))
    if len(data) < struct.calcsize(layout):
        raise Refused(Reason.BROKEN_HEADER, format="WAV" if layout[0] == "<" else "AIFF")
    return struct.unpack(layout, data)
