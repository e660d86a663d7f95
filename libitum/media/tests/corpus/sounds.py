"""Good sounds, from which the bad ones are made."""

import struct
import subprocess
import tempfile
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from libitum.media.engine.ffmpeg import executable

RATE = 44_100
Samples = npt.NDArray[np.int16]


def samples(seconds: float = 2.0, rate: int = RATE, channels: int = 2) -> Samples:
    """A chord with a little noise, so that no encoder can make it vanish."""
    time = np.arange(round(seconds * rate)) / rate
    chord = np.sum([np.sin(2 * np.pi * hertz * time) for hertz in (220.0, 277.2, 329.6)], axis=0) / 4
    noise = np.random.default_rng(1).normal(0, 0.02, (len(time), channels))
    sound: Samples = ((chord[:, None] + noise) * 20_000).astype("<i2")
    return sound


def sweep(seconds: float, rate: int = RATE) -> bytes:
    """A WAV in stereo whose pitch rises, so that no moment of it is like another."""
    time = np.arange(round(seconds * rate)) / rate
    wave = np.sin(2 * np.pi * (100 * time + 150 * time**2)) * (0.5 + 0.2 * np.sin(7 * time))
    sound = (np.stack([wave, wave], axis=1) * 32767).astype("<i2")
    return riff(wav_format(rate=rate), chunk(b"data", sound.tobytes()))


def chunk(name: bytes, content: bytes, declared: int | None = None) -> bytes:
    length = len(content) if declared is None else declared
    return name + struct.pack("<I", length) + content + b"\0" * (len(content) % 2)


def wav_format(*, channels: int = 2, rate: int = RATE, bits: int = 16, kind: int = 1) -> bytes:
    block = channels * bits // 8
    fields = (kind, channels & 0xFFFF, rate, (rate * block) & 0xFFFFFFFF, block & 0xFFFF, bits)
    return chunk(b"fmt ", struct.pack("<HHIIHH", *fields))


def riff(*chunks: bytes, magic: bytes = b"RIFF") -> bytes:
    body = b"WAVE" + b"".join(chunks)
    return magic + struct.pack("<I", min(len(body), 0xFFFFFFFF)) + body


def wav(seconds: float = 2.0, *, rate: int = RATE, channels: int = 2) -> bytes:
    sound = samples(seconds, rate, channels).tobytes()
    return riff(wav_format(channels=channels, rate=rate), chunk(b"data", sound))


@cache
def encoded(extension: str, *arguments: str, seconds: float = 2.0, rate: int = RATE, channels: int = 2) -> bytes:
    """The chord as ffmpeg writes it into a file with this extension."""
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "in.wav"), Path(folder, f"out.{extension}")
        source.write_bytes(wav(seconds, rate=rate, channels=channels))
        command = [str(executable()), "-v", "error", "-nostdin", "-i", str(source), *arguments, str(target)]
        subprocess.run(command, check=True, capture_output=True)
        return target.read_bytes()


@cache
def lavfi(extension: str, *arguments: str) -> bytes:
    """What ffmpeg makes of its own test sources."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder, f"out.{extension}")
        command = [str(executable()), "-v", "error", "-nostdin", *arguments, str(target)]
        subprocess.run(command, check=True, capture_output=True)
        return target.read_bytes()


def mp3() -> bytes:
    return encoded("mp3", "-c:a", "libmp3lame", "-b:a", "128k", "-id3v2_version", "0", seconds=4.0)


def flac() -> bytes:
    return encoded("flac", seconds=4.0)


def vorbis() -> bytes:
    return encoded("ogg", "-c:a", "libvorbis", seconds=4.0)


def opus() -> bytes:
    return encoded("opus", "-c:a", "libopus", seconds=4.0)


def m4a() -> bytes:
    return encoded("m4a", "-c:a", "aac", seconds=4.0)


def aiff() -> bytes:
    return encoded("aiff", seconds=2.0)
