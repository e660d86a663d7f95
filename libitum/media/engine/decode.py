"""One pass over the whole sound: its exact length, peaks and loudness as a listener will hear it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import numpy as np
import numpy.typing as npt

from .containers import Container
from .ffmpeg import CHANNELS, RATE, ffmpeg, input_arguments, to_stereo
from .probe import Sound
from .reasons import Reason, Refused
from .sandbox import MIB, Limits, Outcome
from .waveform import Peaks, Waveform

BLOCK_BYTES = 1 << 18
REAL_CODECS = ("pcm_f32le", "pcm_f32be", "pcm_f64le", "pcm_f64be")
LONGEST_SECONDS = 12 * 3600
SHORTEST_SECONDS = 0.1
SUMMARY = re.compile(r"\b(I|LRA|Peak):\s+(-?[\d.]+|-?inf|nan) (?:LUFS|LU|dBFS)")
SILENCE_LUFS = -70.0


@dataclass(frozen=True)
class Loudness:
    """EBU R128 of the 48 kHz stereo sound: LUFS, dBTP, LU; None where there is only silence."""

    integrated: float | None
    true_peak: float | None
    range: float | None


@dataclass(frozen=True)
class Decoded:
    loudness: Loudness
    waveform: Waveform
    cpu_seconds: float


def limits_for(size: int) -> Limits:
    """Time grows with what there is to read; 12 hours of silence in a few bytes must still be possible."""
    seconds = 600 + size // MIB
    return Limits(wall=4.0 * seconds, cpu=seconds)


def loudness_in(log: str) -> Loudness:
    """From the summary that ffmpeg's ebur128 filter writes at the end."""
    found = dict(SUMMARY.findall(log[log.rfind("Summary:") :]))
    integrated = number(found.get("I"))
    if integrated is None or integrated <= SILENCE_LUFS:
        return Loudness(None, number(found.get("Peak")), None)
    return Loudness(integrated, number(found.get("Peak")), number(found.get("LRA")))


def number(text: str | None) -> float | None:
    return None if text is None or text.lstrip("-") in ("inf", "nan") else float(text)


def feeder(
    peaks: Peaks, *, real: bool, longest: float, on_progress: Callable[[float], None]
) -> Callable[[IO[bytes]], None]:
    """Reads what ffmpeg writes: 16-bit integers, or `real` numbers of 32 bits."""
    frame_bytes = (4 if real else 2) * CHANNELS

    def consume(stream: IO[bytes]) -> None:
        rest = b""
        while piece := stream.read(BLOCK_BYTES):
            data = rest + piece
            whole = len(data) - len(data) % frame_bytes
            peaks.feed(from_real(data[:whole]) if real else np.frombuffer(data[:whole], "<i2"))
            rest = data[whole:]
            if peaks.frames > longest * RATE:
                raise Refused(Reason.TOO_LONG, seconds=longest)
            on_progress(peaks.frames / RATE)

    return consume


def from_real(data: bytes) -> npt.NDArray[np.int16]:
    """Files of floating-point samples may hold what is no number, on which encoders choke."""
    samples = np.frombuffer(data, "<f4")
    if not np.isfinite(samples).all():
        raise Refused(Reason.DAMAGED)
    scaled: npt.NDArray[np.int16] = (np.clip(samples, -1.0, 1.0) * 32767).astype(np.int16)
    return scaled


def decode(
    path: Path,
    container: Container,
    sound: Sound,
    *,
    workdir: Path,
    longest: float = LONGEST_SECONDS,
    on_progress: Callable[[float], None] = lambda _seconds: None,
) -> tuple[Decoded, Outcome]:
    """Decodes everything, calling `on_progress` with the seconds done. The caller judges how it ended."""
    peaks = Peaks()
    real = sound.codec in REAL_CODECS
    measured = f"[0:a:0]{to_stereo(sound.channels)},ebur128=peak=true:framelog=quiet[out]"
    arguments = [
        *input_arguments(path, container),
        *("-filter_complex", measured, "-map", "[out]"),
        *("-f", "f32le" if real else "s16le", "pipe:1"),
    ]
    outcome = ffmpeg(
        arguments,
        source=path,
        workdir=workdir,
        limits=limits_for(path.stat().st_size),
        loglevel="info",
        consume=feeder(peaks, real=real, longest=longest, on_progress=on_progress),
    )
    return Decoded(loudness_in(outcome.stderr), peaks.finish(), outcome.cpu_seconds), outcome
