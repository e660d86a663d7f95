"""Acceptance: a file is music for us when all of it decodes and it is what it says it is."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from . import decode as decoding
from .containers import Container, Structure, inspect, sniff
from .decode import SHORTEST_SECONDS, Loudness, decode
from .ffmpeg import RATE
from .probe import probe
from .reasons import Reason, Refused
from .sandbox import Outcome
from .waveform import Waveform

# Containers whose header counts samples; of the others the declared length is only an estimate.
COUNTED = (Container.WAV, Container.AIFF, Container.FLAC, Container.MP3)
# How much may be missing before we say so: seconds, and part of the whole.
SPARE_SECONDS, SPARE_PART = 0.25, 0.002
SPARE_ESTIMATE = 0.05


@dataclass(frozen=True)
class Examination:
    """`frames` at 48 kHz, which every rendition has; `bit_rate` of the file in bit/s; `bits` of a lossless sample."""

    container: Container
    codec: str
    channels: int
    sample_rate: int
    bits: int | None
    bit_rate: int
    frames: int
    loudness: Loudness
    waveform: Waveform

    @property
    def seconds(self) -> float:
        return self.frames / RATE


def examine(path: Path, *, workdir: Path, on_progress: Callable[[float], None] = lambda _part: None) -> Examination:
    """Reads, probes and decodes the whole file; `Refused` says why it can't be taken.

    `workdir` is an empty folder for the decoder; `on_progress` hears the part done (0 to 1) where a length is declared.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        container = sniff(file, size)
        structure = inspect(file, size, container)
    refuse_promises(structure, size)
    sound = probe(path, container, workdir=workdir)

    def progress(seconds: float) -> None:
        if structure.seconds:
            on_progress(min(1.0, seconds / structure.seconds))

    decoded, outcome = decode(path, container, sound, workdir=workdir, on_progress=progress)
    frames = decoded.waveform.frames
    refuse_ending(outcome, structure, container, frames)
    return Examination(
        container=container,
        codec=sound.codec,
        channels=sound.channels,
        sample_rate=sound.rate,
        bits=structure.bits,
        bit_rate=round(size * 8 * RATE / frames),
        frames=frames,
        loudness=decoded.loudness,
        waveform=decoded.waveform,
    )


def refuse_promises(structure: Structure, size: int) -> None:
    """What can be known before decoding: bytes declared that are not there."""
    if structure.missing_bytes and (structure.seconds or 0) > decoding.LONGEST_SECONDS:
        raise Refused(Reason.DECLARED_LENGTH_LIES, declared=round(structure.seconds or 0, 1), size=size)
    if structure.missing_bytes:
        raise Refused(Reason.TRUNCATED, missing=structure.missing_bytes, size=size)
    if structure.seconds and structure.seconds > decoding.LONGEST_SECONDS:
        raise Refused(Reason.TOO_LONG, seconds=decoding.LONGEST_SECONDS)


def refuse_ending(outcome: Outcome, structure: Structure, container: Container, frames: int) -> None:
    seconds = frames / RATE
    if outcome.out_of_time:
        raise Refused(Reason.TOOK_TOO_LONG)
    if frames == 0:
        raise Refused(Reason.NO_SOUND_INSIDE if outcome.ok else Reason.DECODER_GAVE_UP)
    if structure.seconds and structure.seconds - seconds > spare(structure.seconds, container):
        raise Refused(Reason.TRUNCATED, declared=round(structure.seconds, 1), decoded=round(seconds, 1))
    if not outcome.ok:
        raise Refused(Reason.DAMAGED, decoded=round(seconds, 1))
    if seconds < SHORTEST_SECONDS:
        raise Refused(Reason.TOO_SHORT, seconds=SHORTEST_SECONDS)


def spare(declared: float, container: Container) -> float:
    part = SPARE_PART if container in COUNTED else SPARE_ESTIMATE
    return max(SPARE_SECONDS, declared * part)
