"""What the decoder finds when it opens a file: the header of ffmpeg's `framehash` format, made to be read."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from .containers import FORMATS, Container
from .ffmpeg import ffmpeg, input_arguments
from .reasons import Reason, Refused
from .sandbox import Limits

LIMITS = Limits(wall=30, cpu=20)
OUTPUT_BYTES = 64 * 1024
LOWEST_RATE, HIGHEST_RATE = 8_000, 384_000
MOST_CHANNELS = 8
LAYOUT_CHANNELS = {"mono": 1, "stereo": 2, "downmix": 2, "quad": 4, "hexagonal": 6, "octagonal": 8, "cube": 8}
HEADER_ONLY = ("-map", "0:a:0", "-c", "copy", "-t", "0", "-f", "framehash", "pipe:1")
HEADER = re.compile(r"^#(media_type|codec_id|sample_rate|channel_layout_name) (\d+): (.+)$", re.MULTILINE)
# The decoder met a stranger's bytes: what it says is one, too.
HERTZ = re.compile(r"\d{1,9}", re.ASCII)


@dataclass(frozen=True)
class Sound:
    """`codec` by ffmpeg's name, `rate` in hertz."""

    codec: str
    rate: int
    channels: int


def channels_of(layout: str) -> int:
    """Number of channels in a layout as ffmpeg names it ("5.1(side)" has 6, "96 channels" has 96); 0 if unknown."""
    if counted := re.match(r"(\d{1,4}) channels", layout):
        return int(counted[1])
    if points := re.match(r"\d{1,2}(?:\.\d{1,2})+", layout):
        return sum(map(int, points[0].split(".")))
    name = re.match(r"[a-z]*", layout)
    return LAYOUT_CHANNELS.get(name[0] if name else "", 0)


def parse(text: str) -> Sound | None:
    """The first stream of sound."""
    streams: dict[str, dict[str, str]] = {}
    for name, number, value in HEADER.findall(text):
        streams.setdefault(number, {})[name] = value
    for stream in streams.values():
        if stream.get("media_type") == "audio":
            channels = channels_of(stream.get("channel_layout_name", ""))
            rate = HERTZ.fullmatch(stream.get("sample_rate", ""))
            return Sound(stream.get("codec_id", ""), int(rate[0]) if rate else 0, channels)
    return None


def probe(path: Path, container: Container, *, workdir: Path) -> Sound:
    """The sound in a file; `Refused` when there is none that we can play."""
    output = bytearray()

    def read(stream: IO[bytes]) -> None:
        output.extend(stream.read(OUTPUT_BYTES))

    arguments = [*input_arguments(path, container), *HEADER_ONLY]
    outcome = ffmpeg(arguments, source=path, workdir=workdir, limits=LIMITS, consume=read)
    sound = parse(output.decode("utf-8", "replace"))
    if outcome.out_of_time:
        raise Refused(Reason.TOOK_TOO_LONG)
    if sound is None:
        raise Refused(Reason.NO_SOUND_INSIDE if "matches no streams" in outcome.stderr else Reason.DECODER_GAVE_UP)
    return check(sound, container)


def check(sound: Sound, container: Container) -> Sound:
    if sound.codec not in FORMATS[container].decoders:
        raise Refused(Reason.UNSUPPORTED_CODEC, codec=sound.codec)
    if not LOWEST_RATE <= sound.rate <= HIGHEST_RATE:
        raise Refused(Reason.ODD_SAMPLE_RATE, hertz=sound.rate)
    if not 1 <= sound.channels <= MOST_CHANNELS:
        raise Refused(Reason.TOO_MANY_CHANNELS, channels=sound.channels)
    return sound
