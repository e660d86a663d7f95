"""Acceptance: a file is music for us when all of it decodes and it is what it says it is."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from .containers import Container, Structure, inspect, sniff
from .decode import LONGEST_SECONDS, SHORTEST_SECONDS, Loudness, decode
from .ffmpeg import RATE
from .probe import Sound, probe
from .reasons import Reason, Refused
from .sandbox import Outcome
from .waveform import Waveform

# Containers whose header counts samples; of the others the declared length is only an estimate.
COUNTED = (Container.WAV, Container.AIFF, Container.FLAC, Container.MP3)
# How much may be missing before we say so: seconds, and part of the whole.
SPARE_SECONDS, SPARE_PART = 0.25, 0.002
SPARE_ESTIMATE = 0.05
# No recording of ours that lasts hours has fewer bits than this in a second.
THINNEST_BIT_RATE = 1000


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


def examine(
    path: Path,
    *,
    workdir: Path,
    longest: float = LONGEST_SECONDS,
    on_progress: Callable[[float], None] = lambda _part: None,
) -> Examination:
    """Reads, probes and decodes the whole file; `Refused` says why it can't be taken.

    `workdir` is an empty folder for the decoder; `on_progress` hears the part done (0 to 1) where a length is declared.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        container = sniff(file, size)
        structure = inspect(file, size, container)
    sound = open_sound(path, container, structure, workdir=workdir, longest=longest)
    refuse_promises(structure, size, longest)

    def progress(seconds: float) -> None:
        if structure.seconds:
            on_progress(min(1.0, seconds / structure.seconds))

    decoded, outcome = decode(path, container, sound, workdir=workdir, longest=longest, on_progress=progress)
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


def open_sound(path: Path, container: Container, structure: Structure, *, workdir: Path, longest: float) -> Sound:
    try:
        return probe(path, container, workdir=workdir)
    except Refused as refusal:
        if refusal.reason is Reason.DECODER_GAVE_UP:  # perhaps we know better why
            refuse_promises(structure, path.stat().st_size, longest)
        raise


def refuse_promises(structure: Structure, size: int, longest: float) -> None:
    """What can be known before decoding: declared bytes that are not there, more time than the bytes can hold."""
    declared = structure.seconds or 0.0
    if declared > longest and (structure.missing_bytes or size * 8 / declared < THINNEST_BIT_RATE):
        raise Refused(Reason.DECLARED_LENGTH_LIES, declared=round(declared, 1), size=size)
    if structure.missing_bytes:
        raise Refused(Reason.TRUNCATED, missing=structure.missing_bytes, size=size)
    if declared > longest:
        raise Refused(Reason.TOO_LONG, seconds=longest)


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
