"""Three old tunes played by arithmetic: the invented artist's music, made for the demo from a score that is data.

Every note is a sum of decaying partials; no recording and no model is behind it.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

RATE = 44_100
Samples = NDArray[np.float32]
STEPS = {"c": 0, "d": 2, "e": 4, "f": 5, "g": 7, "a": 9, "b": 11}
BLOCK = 1 << 16


@dataclass(frozen=True, slots=True)
class Timbre:
    """`slope`: how fast partials weaken with their number; decays per second, attack and release in seconds."""

    partials: int
    slope: float
    decay: float
    decay_per_partial: float
    attack: float
    release: float
    rings: bool


TIMBRES = {
    "lute": Timbre(14, 1.15, 1.1, 0.55, 0.003, 0.25, rings=True),
    "viol": Timbre(10, 1.5, 0.0, 0.0, 0.09, 0.18, rings=False),
    "flute": Timbre(4, 2.2, 0.0, 0.0, 0.05, 0.12, rings=False),
}
RINGS_SECONDS = 2.5


@dataclass(frozen=True, slots=True)
class Piece:
    file: str
    title: str
    samples: NDArray[np.int16]


def pitch_of(name: str) -> int:
    """MIDI number of a note written like `c#5` or `bb4`."""
    letter, accidental, octave = name[0], name[1:-1], name[-1]
    return 12 * (int(octave) + 1) + STEPS[letter] + accidental.count("#") - accidental.count("b")


def notes_of(text: str) -> list[tuple[int, float]]:
    """Pitch and length in beats of each note of a line."""
    words = text.split()
    return [(pitch_of(name), float(beats)) for name, beats in zip(words[::2], words[1::2], strict=True)]


@cache
def tone(timbre_name: str, pitch: int, seconds: float) -> Samples:
    timbre = TIMBRES[timbre_name]
    length = (RINGS_SECONDS if timbre.rings else seconds) + timbre.release
    time = np.arange(int(length * RATE), dtype=np.float32) / RATE
    frequency = 440.0 * 2 ** ((pitch - 69) / 12)
    sound = np.zeros_like(time)
    for k in range(1, timbre.partials + 1):
        if k * frequency > RATE / 2.5:
            break
        # Plucked an eighth of the way along its string, a lute lacks the partials that have a node there.
        weight = k**-timbre.slope * (abs(np.sin(np.pi * k / 8)) + 0.15 if timbre.rings else 1.0)
        decay = timbre.decay + timbre.decay_per_partial * k
        sound += weight * np.sin(2 * np.pi * k * frequency * time) * np.exp(-decay * time)
    rise = np.minimum(1.0, time / timbre.attack)
    fall = np.clip((length - time) / timbre.release, 0.0, 1.0)
    return (sound * rise * fall * 0.2).astype(np.float32)


def play(mix: Samples, voice: dict[str, Any], lines: dict[str, str], start: float, beat: float) -> None:
    """Add a voice to the mix of two channels; `start` in seconds, `beat` seconds long."""
    angle = (voice["pan"] + 1) * np.pi / 4
    gains = np.array([np.cos(angle), np.sin(angle)], dtype=np.float32) * voice["gain"]
    at = start + voice["start"] * beat
    for line in voice["lines"]:
        for pitch, beats in notes_of(lines[line]):
            sound = tone(voice["timbre"], pitch + voice.get("transpose", 0), round(beats * beat, 4))
            first = int(at * RATE)
            piece = mix[first : first + len(sound)]
            piece += sound[: len(piece), None] * gains
            at += beats * beat


def room(seconds: float = 1.8) -> Samples:
    """The answer of a hall to a click, different on both sides; the same hall each time."""
    random = np.random.default_rng(1685)
    time = np.arange(int(seconds * RATE)) / RATE
    noise = random.standard_normal((len(time), 2)) * np.exp(-4.2 * time)[:, None]
    # A hall swallows the high sounds: the mean of neighbours is the plainest low-pass.
    soft = np.stack([np.convolve(noise[:, side], np.ones(12) / 12, mode="same") for side in (0, 1)], axis=1)
    scaled: Samples = (soft / np.sqrt((soft**2).sum(axis=0))).astype(np.float32)
    return scaled


def in_the_room(dry: Samples, share: float = 0.28) -> Samples:
    """Convolved block by block (overlap-add), so that memory stays small."""
    answer = room()
    size = 1 << (BLOCK + len(answer) - 1).bit_length()
    spectrum = np.fft.rfft(answer, size, axis=0)
    wet = np.zeros((len(dry) + len(answer), 2), dtype=np.float32)
    for first in range(0, len(dry), BLOCK):
        block = dry[first : first + BLOCK]
        convolved = np.fft.irfft(np.fft.rfft(block, size, axis=0) * spectrum, size, axis=0)
        target = wet[first : first + len(block) + len(answer) - 1]
        target += convolved[: len(target)]
    wet[: len(dry)] *= share
    wet[: len(dry)] += dry
    return wet[: len(dry)]


def render(score: Path) -> list[Piece]:
    """All pieces as one performance, cut without a gap: the hall's answer to one sounds on into the next."""
    data = json.loads(score.read_text(encoding="utf-8"))
    lengths = [piece["beats"] * piece["seconds_per_beat"] + piece.get("tail_seconds", 0) for piece in data["pieces"]]
    bounds = [round(sum(lengths[:n]) * RATE) for n in range(len(lengths) + 1)]
    mix = np.zeros((bounds[-1], 2), dtype=np.float32)
    for piece, first in zip(data["pieces"], bounds, strict=False):
        for voice in piece["voices"]:
            play(mix, voice, data["lines"], first / RATE, piece["seconds_per_beat"])
    sound = in_the_room(mix)
    sound *= 10 ** (-1.5 / 20) / float(np.abs(sound).max())
    integers = np.round(sound * 32767).astype(np.int16)
    return [
        Piece(piece["file"], piece["title"], integers[first:last])
        for piece, first, last in zip(data["pieces"], bounds, bounds[1:], strict=False)
    ]
