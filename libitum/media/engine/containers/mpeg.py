"""MPEG audio frames (ISO/IEC 11172-3, 13818-3), ADTS (14496-3) and the Xing/Info/VBRI frame that counts them."""

import struct
from dataclasses import dataclass
from typing import BinaryIO

from .structure import Structure

SEARCH_BYTES = 256 * 1024
FRAMES_IN_A_ROW = 3

RATES = (44100, 48000, 32000)
RATE_DIVISOR = {3: 1, 2: 2, 0: 4}  # by version bits: MPEG-1, 2, 2.5
BIT_RATES_1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
BIT_RATES_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
LAYER_3 = 1
ADTS_HEADER = 7
# Where Xing's tag lies behind a frame header: (MPEG-1?, mono?) -> bytes of side information.
SIDE_BYTES = {(True, True): 17, (True, False): 32, (False, True): 9, (False, False): 17}
VBRI_OFFSET = 36


@dataclass(frozen=True)
class Frame:
    length: int
    rate: int
    samples: int
    side: int


def layer3_frame(data: bytes, at: int) -> Frame | None:
    """The Layer III frame whose header begins at `at`."""
    if at + 4 > len(data) or data[at] != 0xFF or data[at + 1] & 0xE0 != 0xE0:
        return None
    second, third, fourth = data[at + 1 : at + 4]
    version, layer = second >> 3 & 3, second >> 1 & 3
    bit_rate, rate = third >> 4, third >> 2 & 3
    if version not in RATE_DIVISOR or layer != LAYER_3 or bit_rate in (0, 15) or rate == 3:
        return None
    first_version = version == 3
    hertz = RATES[rate] // RATE_DIVISOR[version]
    kilobits = (BIT_RATES_1 if first_version else BIT_RATES_2)[bit_rate]
    length = (144000 if first_version else 72000) * kilobits // hertz + (third >> 1 & 1)
    mono = fourth >> 6 == 3
    return Frame(length, hertz, 1152 if first_version else 576, SIDE_BYTES[first_version, mono])


def find_layer3(window: bytes) -> int | None:
    """Offset of the first of three frames in a row that agree, or of fewer when the file ends with them."""
    at = window.find(b"\xff")
    while at >= 0:
        if frames_follow(window, at):
            return at
        at = window.find(b"\xff", at + 1)
    return None


def frames_follow(window: bytes, at: int) -> bool:
    first = layer3_frame(window, at)
    if first is None:
        return False
    for _ in range(FRAMES_IN_A_ROW):
        frame = layer3_frame(window, at)
        if frame is None or frame.rate != first.rate:
            return False
        at += frame.length
        if at >= len(window):
            return True
    return True


def find_adts(window: bytes) -> bool:
    at = 0
    for _ in range(FRAMES_IN_A_ROW):
        if at + ADTS_HEADER > len(window) or window[at] != 0xFF or window[at + 1] & 0xF6 != 0xF0:
            return False
        length = (window[at + 3] & 3) << 11 | window[at + 4] << 3 | window[at + 5] >> 5
        if length < ADTS_HEADER:
            return False
        at += length
        if at >= len(window):
            return True
    return True


def counted_frames(window: bytes, at: int, frame: Frame) -> int | None:
    """The number of frames that an encoder's Xing, Info or VBRI frame declares."""
    place = at + 4 + frame.side
    if window[place : place + 4] in (b"Xing", b"Info") and len(window) >= place + 12:
        flags, frames = struct.unpack_from(">II", window, place + 4)
        return int(frames) if flags & 1 else None
    place = at + VBRI_OFFSET
    if window[place : place + 4] == b"VBRI" and len(window) >= place + 18:
        return int(struct.unpack_from(">I", window, place + 14)[0])
    return None


def inspect_mp3(file: BinaryIO, size: int, start: int) -> Structure:
    del size
    file.seek(start)
    window = file.read(SEARCH_BYTES)
    at = find_layer3(window)
    frame = layer3_frame(window, at) if at is not None else None
    if at is None or frame is None:
        return Structure()
    frames = counted_frames(window, at, frame)
    return Structure(seconds=frames * frame.samples / frame.rate if frames else None)
