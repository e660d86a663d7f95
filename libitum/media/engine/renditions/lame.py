"""The Xing/Info frame with LAME's extension, by which players of MP3 know length, places to seek, and gaps."""

from dataclasses import dataclass
from pathlib import Path

from libitum.media.engine.containers import mpeg
from libitum.media.engine.containers.sniff import skip_tags

XING_BYTES = 120  # tag, flags, frame count, byte count, table of contents, quality
DELAY_OFFSET = 21
DECODER_DELAY = 529  # samples that every Layer III decoder adds before the first


@dataclass(frozen=True)
class Lame:
    """`delay` and `frames` as in `Rendition`."""

    delay: int
    frames: int


def read_lame(path: Path) -> Lame | None:
    with path.open("rb") as file:
        file.seek(skip_tags(file))
        window = file.read(4096)
    frame = mpeg.layer3_frame(window, 0)
    if frame is None:
        return None
    counted = mpeg.counted_frames(window, 0, frame)
    place = 4 + frame.side + XING_BYTES + DELAY_OFFSET
    if counted is None or len(window) < place + 3:
        return None
    both = int.from_bytes(window[place : place + 3], "big")
    delay, padding = both >> 12, both & 0xFFF
    return Lame(delay + DECODER_DELAY, counted * frame.samples - delay - padding)
