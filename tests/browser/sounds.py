"""Sounds made for listening to what a browser makes of them. Mono arrays of 48 kHz, full scale 1."""

import wave
from pathlib import Path

import numpy as np
import numpy.typing as npt

RATE = 48_000

Sound = npt.NDArray[np.float64]


def sine(seconds: float, frequency: float = 440.0, level: float = 0.4) -> Sound:
    return level * np.sin(2 * np.pi * frequency * np.arange(round(seconds * RATE)) / RATE)


def write_wav(path: Path, sound: Sound) -> None:
    samples = np.repeat((sound * 32767).round().astype("<i2"), 2)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples.tobytes())
