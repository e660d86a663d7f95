"""Short recordings in every format, no two alike, and files that must be refused."""

import hashlib
import random
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from libitum.media.engine.ffmpeg import executable
from libitum.media.tests.corpus import CASES, sounds

FORMATS = {
    "wav": (),
    "flac": (),
    "mp3": ("-c:a", "libmp3lame", "-b:a", "128k"),
    "ogg": ("-c:a", "libvorbis"),
    "opus": ("-c:a", "libopus"),
    "m4a": ("-c:a", "aac"),
    "aiff": (),
}
BROKEN = ("half_a_wav", "half_a_flac", "half_an_mp3", "four_bytes_of_flac")
# How often one that must be refused comes, and one whose very bytes came before.
BROKEN_SHARE, AGAIN_SHARE = 0.1, 0.1


@dataclass(frozen=True)
class Piece:
    """`refused`: the reasons that are right answers; empty where it is to be taken."""

    name: str
    data: bytes
    refused: frozenset[str] = frozenset()

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


def pieces(chance: random.Random) -> Iterator[Piece]:
    """Without end."""
    number, former = 0, b""
    while True:
        number += 1
        draw = chance.random()
        if draw < BROKEN_SHARE:
            case = CASES[chance.choice(BROKEN)]
            yield Piece(f"{number}-{case.name}", case.make(), frozenset(map(str, case.refused)))
        elif draw < BROKEN_SHARE + AGAIN_SHARE and former:
            yield Piece(f"{number}-again", former)
        else:
            extension = chance.choice(list(FORMATS))
            former = sound(chance, extension)
            yield Piece(f"{number}.{extension}", former)


def sound(chance: random.Random, extension: str) -> bytes:
    """Two to five seconds of a tone in a hiss of its own."""
    seconds, hertz = chance.uniform(2, 5), chance.uniform(100, 2000)
    time = np.arange(round(seconds * sounds.RATE)) / sounds.RATE
    hiss = np.random.default_rng(chance.randrange(1 << 30)).normal(0, 0.02, (len(time), 2))
    samples = ((np.sin(2 * np.pi * hertz * time)[:, None] / 4 + hiss) * 20_000).astype("<i2")
    wav = sounds.riff(sounds.wav_format(), sounds.chunk(b"data", samples.tobytes()))
    return wav if extension == "wav" else encoded(wav, extension)


def encoded(wav: bytes, extension: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder, "in.wav"), Path(folder, f"out.{extension}")
        source.write_bytes(wav)
        command = [str(executable()), "-v", "error", "-nostdin", "-i", str(source), *FORMATS[extension], str(target)]
        subprocess.run(command, check=True, capture_output=True)
        return target.read_bytes()
