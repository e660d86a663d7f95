"""The invented artist's recordings, rendered once into the instance's home."""

import subprocess
import wave
from pathlib import Path

from django.conf import settings

from libitum.media.engine.ffmpeg import executable

from .data import SCORE, cast
from .synthesis import RATE, Piece, render


def rendered_pieces() -> list[tuple[Path, str]]:
    """FLAC file and title of each, in their order."""
    folder = Path(settings.HOME) / "demo"
    titles = folder / "titles.txt"
    if not titles.exists():
        folder.mkdir(parents=True, exist_ok=True)
        pieces = render(SCORE)
        for piece in pieces:
            write_flac(piece, folder / piece.file)
        titles.write_text("".join(f"{piece.file}\t{piece.title}\n" for piece in pieces), encoding="utf-8")
    rows = (line.split("\t") for line in titles.read_text(encoding="utf-8").splitlines())
    return [(folder / name, title) for name, title in rows]


def write_flac(piece: Piece, target: Path) -> None:
    """With the tags a careful artist writes."""
    source = target.with_suffix(".wav")
    with wave.open(str(source), "wb") as file:
        file.setnchannels(piece.samples.shape[1])
        file.setsampwidth(piece.samples.itemsize)
        file.setframerate(RATE)
        file.writeframes(piece.samples.tobytes())
    tags = {"title": piece.title, "artist": cast()["artist"]["name"], "album": cast()["release"]["title"]}
    words = [word for key, value in tags.items() for word in ("-metadata", f"{key}={value}")]
    command = [str(executable()), "-nostdin", "-loglevel", "error", "-y", "-i", str(source), *words, str(target)]
    subprocess.run(command, check=True)
    source.unlink()
