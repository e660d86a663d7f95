"""One ffmpeg process, one decode, three encoders."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO

from libitum.media.engine.examine import Examination
from libitum.media.engine.ffmpeg import RATE, ffmpeg, input_arguments, to_stereo
from libitum.media.engine.reasons import Reason, Refused
from libitum.media.engine.sandbox import MIB, Limits

from .formats import INDEX_PLAYLIST, STREAMS, Kind, output_arguments
from .fragments import read_track
from .lame import DECODER_DELAY, read_lame
from .playlists import index_playlist, media_playlist, segments_of
from .set import Rendition

PROGRESS = re.compile(rb"^out_time_us=(\d+)$", re.MULTILINE)
PROGRESS_BYTES = 4096


class EncodingFailed(Exception):  # noqa: N818 -- named for what happened
    """The set is not there or not what it should be; worth another attempt, unlike a refusal."""


def make_renditions(
    path: Path,
    examined: Examination,
    *,
    workdir: Path,
    said: Mapping[str, str] | None = None,
    on_progress: Callable[[float], None] = lambda _part: None,
) -> tuple[Rendition, ...]:
    """Writes every rendition with its playlists into the empty folder `workdir`; `said`: tags of the plain one."""

    def progress(stream: IO[bytes]) -> None:
        while text := stream.read1(PROGRESS_BYTES):  # type: ignore[attr-defined]
            if found := PROGRESS.findall(text):
                on_progress(min(1.0, int(found[-1]) / 1e6 / examined.seconds))

    outcome = ffmpeg(
        arguments_for(path, examined, said),
        source=path,
        workdir=workdir,
        limits=limits_for(examined.seconds, path.stat().st_size),
        consume=progress,
    )
    if "NaN/+-Inf" in outcome.stderr:
        raise Refused(Reason.DAMAGED)
    if not outcome.ok:
        raise EncodingFailed(f"status {outcome.status}, out of time {outcome.out_of_time}: {outcome.stderr[-2000:]}")
    renditions = tuple(describe(kind, workdir, examined.frames) for kind in Kind)
    (workdir / INDEX_PLAYLIST).write_text(index_playlist(renditions))
    return renditions


def arguments_for(path: Path, examined: Examination, said: Mapping[str, str] | None) -> list[str]:
    copies = "".join(f"[{kind}]" for kind in Kind)
    split = f"[0:a:0]{to_stereo(examined.channels)},asplit={len(Kind)}{copies}"
    outputs = (argument for kind in Kind for argument in ("-map", f"[{kind}]", *output_arguments(kind, said)))
    return [
        *input_arguments(path, examined.container),
        *("-filter_complex", split, *outputs),
        *("-progress", "pipe:1", "-stats_period", "1"),
    ]


def limits_for(seconds: float, size: int) -> Limits:
    cpu = round(120 + seconds + size / MIB)
    return Limits(wall=6.0 * cpu, cpu=cpu, file=round(8 * MIB + seconds * 64_000))


def describe(kind: Kind, workdir: Path, frames: int) -> Rendition:
    size, delay, peak = measure_mp3(workdir, frames) if kind is Kind.MP3 else measure_stream(kind, workdir, frames)
    stream = STREAMS[kind]
    return Rendition(
        kind=kind,
        file=stream.file,
        playlist=stream.playlist,
        codecs=stream.codecs,
        media_type=stream.media_type,
        size=size,
        bit_rate=round(size * 8 * RATE / frames),
        peak_bit_rate=peak,
        delay=delay,
        frames=frames,
    )


def measure_stream(kind: Kind, workdir: Path, frames: int) -> tuple[int, int, int]:
    """Size, delay and peak bit rate; writes the playlist."""
    path = workdir / STREAMS[kind].file
    track = read_track(path)
    if not 0 <= track.frames - track.delay - frames < RATE // 10:
        raise EncodingFailed(f"{kind} has {track.frames} frames with a delay of {track.delay}, not {frames}")
    segments = segments_of(track, frames)
    (workdir / STREAMS[kind].playlist).write_text(media_playlist(kind, track, segments))
    return path.stat().st_size, track.delay, max(segment.bit_rate for segment in segments)


def measure_mp3(workdir: Path, frames: int) -> tuple[int, int, int]:
    path = workdir / STREAMS[Kind.MP3].file
    lame = read_lame(path)
    # Where the last frame has no room for the decoder's delay, its header can't say so and counts a few samples more.
    if lame is None or not 0 <= lame.frames - frames < DECODER_DELAY:
        raise EncodingFailed(f"mp3 has {lame}, not {frames}")
    return path.stat().st_size, lame.delay, STREAMS[Kind.MP3].bit_rate
