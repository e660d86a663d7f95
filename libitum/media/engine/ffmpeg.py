"""How ffmpeg is called on an uploaded file: the demuxer is ours to name, never its to guess."""

import os
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import IO

import imageio_ffmpeg

from .containers import FORMATS, Container
from .sandbox import Interrupted, Limits, Outcome, run

RATE = 48_000
CHANNELS = 2
# How it ends when it was asked to stop by a signal: with a file that looks whole, and is too short.
STOPPED = 255
# The same number stands for this one (EPERM); then it says so in words.
REFUSED_BY_SYSTEM = "Operation not permitted"


@cache
def executable() -> Path:
    """What IMAGEIO_FFMPEG_EXE names, else the one that comes with the package, else what the package finds.

    Asked itself, the package starts its program to try it, and where that try is killed it does without for good.
    """
    shipped = sorted((Path(imageio_ffmpeg.__file__).parent / "binaries").glob("ffmpeg-*"))
    if shipped and "IMAGEIO_FFMPEG_EXE" not in os.environ:
        return shipped[0]
    return Path(imageio_ffmpeg.get_ffmpeg_exe())  # type: ignore[attr-defined, no-untyped-call]


def input_arguments(path: Path, container: Container) -> list[str]:
    """Options that let one demuxer and its few decoders read one local file, and nothing it may refer to."""
    demuxer, decoders = FORMATS[container].demuxer, FORMATS[container].decoders
    return [
        *("-threads", "1"),
        *("-f", demuxer),
        *("-format_whitelist", demuxer),
        *("-codec_whitelist", ",".join(decoders)),
        *("-protocol_whitelist", "file"),
        *("-max_error_rate", "0.02"),
        *("-i", f"file:{path.resolve()}"),
    ]


def to_stereo(channels: int, rate: int = RATE) -> str:
    """Filters that bring any sound to two channels and 48 kHz, as every rendition and measurement has, or another rate.

    One channel is played by both speakers as it is (ffmpeg would make it 3 dB softer). Time is counted in samples:
    a file's own time stamps may jump, which would tear holes into the renditions.
    """
    both = "pan=stereo|c0=c0|c1=c0," if channels == 1 else ""
    return f"{both}aresample={rate},aformat=channel_layouts=stereo,asetpts=N/SR/TB"


def ffmpeg(
    arguments: Sequence[str],
    *,
    source: Path,
    workdir: Path,
    limits: Limits,
    loglevel: str = "error",
    consume: Callable[[IO[bytes]], None] | None = None,
) -> Outcome:
    """Raises Interrupted when somebody else ended it."""
    command = [str(executable()), "-hide_banner", "-nostdin", "-nostats", "-loglevel", loglevel, *arguments]
    outcome = run(command, workdir=workdir, readable=[source], limits=limits, consume=consume)
    stopped = outcome.status == STOPPED and REFUSED_BY_SYSTEM not in outcome.stderr
    if outcome.interrupted or (stopped and not outcome.out_of_time):
        raise Interrupted(f"ffmpeg ended with status {outcome.status}")
    return outcome
