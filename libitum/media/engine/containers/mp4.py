"""What the `moov` of an MP4 or M4A says about its tracks."""

import struct
from typing import BinaryIO

from libitum.media.engine.reasons import Reason, Refused

from .boxes import Box, children, file_boxes, find
from .structure import Structure

MAX_MOOV = 64 * 1024 * 1024
ENCRYPTED = (b"enca", b"encv", b"drms", b"drmi")
PICTURES = (b"jpeg", b"png ", b"mjpa", b"mjpb", b"tiff")  # chapter pictures are no film


def inspect_mp4(file: BinaryIO, size: int, start: int) -> Structure:
    del start
    top = list(file_boxes(file, size))
    missing = max((box.end - size for box in top), default=0)
    moov = next((box for box in top if box.kind == b"moov"), None)
    if moov is None or moov.end > size:
        if any(box.kind == b"mdat" for box in top):
            raise Refused(Reason.TRUNCATED)
        raise Refused(Reason.BROKEN_HEADER, format="MP4")
    if moov.end - moov.at > MAX_MOOV:
        raise Refused(Reason.BROKEN_HEADER, format="MP4")
    file.seek(moov.body)
    data = file.read(moov.end - moov.body)
    seconds = inspect_tracks(data)
    fragmented = find(data, 0, len(data), b"mvex") is not None
    return Structure(seconds=None if fragmented else seconds, missing_bytes=max(0, missing))


def inspect_tracks(data: bytes) -> float | None:
    """Seconds that the first track of sound declares."""
    seconds: float | None = None
    found = False
    for track in (box for box in children(data, 0, len(data)) if box.kind == b"trak"):
        handler = find(data, track.body, track.end, b"mdia", b"hdlr")
        kind = data[handler.body + 8 : handler.body + 12] if handler else b""
        entry = sample_entry(data, track)
        if entry in ENCRYPTED:
            raise Refused(Reason.ENCRYPTED)
        if kind == b"vide" and entry not in PICTURES:
            raise Refused(Reason.VIDEO, format="MP4")
        if kind == b"soun" and not found:
            found, seconds = True, track_seconds(data, track)
    if not found:
        raise Refused(Reason.NO_SOUND_INSIDE)
    return seconds


def sample_entry(data: bytes, track: Box) -> bytes:
    description = find(data, track.body, track.end, b"mdia", b"minf", b"stbl", b"stsd")
    return data[description.body + 12 : description.body + 16] if description else b""


def track_seconds(data: bytes, track: Box) -> float | None:
    header = find(data, track.body, track.end, b"mdia", b"mdhd")
    if header is None or header.end - header.body < 24:
        return None
    if data[header.body] == 1 and header.end - header.body >= 36:
        scale, duration = struct.unpack_from(">IQ", data, header.body + 20)
    else:
        scale, duration = struct.unpack_from(">II", data, header.body + 12)
    return duration / scale if scale and duration else None
