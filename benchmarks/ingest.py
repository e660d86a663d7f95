"""The whole ingest of a track beside bare ffmpeg making the same renditions, and its memory for a 2 GiB WAV.

CPU seconds, as the kernel counts them, for everything a worker does from the received file to the published track:
hashing, probing, decoding, loudness, peaks, tags, renditions, database and Python; and for one ffmpeg process with the
same encoders and the same options, writing the same three files. Both are measured by turns; the lowest of each counts.

`python benchmarks/ingest.py [--small] [FILE ...]`; --small leaves the 2 GiB out.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from _instance import HOME
from _processes import cpu_seconds, watch_memory

from libitum.accounts.models import User
from libitum.catalog.models import Artist
from libitum.catalog.services import create_artist
from libitum.media.engine.ffmpeg import RATE, executable
from libitum.media.engine.renditions import Kind
from libitum.media.engine.renditions.formats import output_arguments
from libitum.media.models import UploadState
from libitum.media.services.processing import process_all, process_next
from libitum.media.services.uploads import receive_file
from libitum.media.tests.corpus import sounds

MOST_RATIO = 1.25
MOST_BYTES = 300 * 1024**2
BIG_BYTES = 2 * 1024**3
ROUNDS = 3
MUSIC = Path(__file__).parent.parent / "libitum" / "ops" / "data" / "demo" / "music"
MUSIC_NAMES = ("contemplation.ogg", "sunflower-slow-drag.ogg", "gravity.ogg")


def sources(given: list[str], folder: Path) -> list[Path]:
    """Real music where there is some, also as WAV, FLAC and MP3; otherwise a rising tone."""
    if given:
        return [Path(name) for name in given]
    music = [MUSIC / name for name in MUSIC_NAMES if (MUSIC / name).exists()]
    if not music:
        music = [folder / "sweep.wav"]
        music[0].write_bytes(sounds.sweep(180))
    first = music[0]
    for extension in ("wav", "flac", "mp3"):
        copy = folder / f"{first.stem}.{extension}"
        if copy != first:
            run_ffmpeg(["-i", str(first), str(copy)], folder)
            music.append(copy)
    return music


def run_ffmpeg(arguments: list[str], folder: Path) -> None:
    command = [str(executable()), "-v", "error", "-nostdin", "-y", *arguments]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)


def bare(path: Path, folder: Path) -> float:
    """CPU seconds of one ffmpeg process making the three files."""
    before = cpu_seconds()
    graph = f"[0:a:0]aresample={RATE},aformat=channel_layouts=stereo,asplit=3" + "".join(f"[{kind}]" for kind in Kind)
    outputs = (argument for kind in Kind for argument in ("-map", f"[{kind}]", *output_arguments(kind)))
    run_ffmpeg(["-i", str(path), "-filter_complex", graph, *outputs], folder)
    return cpu_seconds() - before


def ours(path: Path, artist: Artist) -> tuple[float, float]:
    """CPU seconds of the whole ingest, and the length of the track in seconds."""
    upload = receive_file(actor=artist.owner, artist=artist, path=path)
    before = cpu_seconds()
    process_next()
    used = cpu_seconds() - before
    upload.refresh_from_db()
    if upload.state != UploadState.ACCEPTED or upload.track is None:
        raise SystemExit(f"{path.name} was not taken: {upload.state} {upload.reason}")
    return used, (upload.track.duration_ms or 0) / 1000


def compare(paths: list[Path], artist: Artist, folder: Path) -> float:
    """Prints the table; the ratio over all tracks together."""
    print("| source | length | ours, CPU s | bare ffmpeg, CPU s | ratio |")
    print("|---|---|---|---|---|")
    total_ours = total_bare = 0.0
    for path in paths:
        rounds = [(ours(path, artist), bare(path, folder)) for _ in range(ROUNDS)]
        best, least = min(mine for (mine, _), _ in rounds), min(theirs for _, theirs in rounds)
        seconds = rounds[0][0][1]
        total_ours, total_bare = total_ours + best, total_bare + least
        print(f"| {path.name} | {seconds:.0f} s | {best:.2f} | {least:.2f} | {best / least:.2f} |", flush=True)
    ratio = total_ours / total_bare
    print(f"| **all** | | {total_ours:.2f} | {total_bare:.2f} | **{ratio:.2f}** (limit {MOST_RATIO}) |")
    return ratio


def write_big(path: Path) -> None:
    """A valid WAV of 2 GiB: one minute of sound again and again."""
    minute = sounds.sweep(60)[44:]
    count = (BIG_BYTES - 44) // len(minute)
    with path.open("wb") as file:
        file.write(sounds.riff(sounds.wav_format(), sounds.chunk(b"data", b"", declared=count * len(minute))))
        for _ in range(count):
            file.write(minute)


def measure_memory(artist: Artist, folder: Path) -> int:
    path = folder / "big.wav"
    write_big(path)
    size = path.stat().st_size
    receive_file(actor=artist.owner, artist=artist, path=path)
    path.unlink()
    with watch_memory() as memory:
        before = cpu_seconds()
        process_all()
        used = cpu_seconds() - before
    print(f"\nA WAV of {size / 1024**3:.2f} GiB: {memory.peak / 1024**2:.0f} MB at most")
    print(f"in the worker and all its children together (limit {MOST_BYTES / 1024**2:.0f}), {used:.0f} CPU s.")
    return memory.peak


def main() -> int:
    arguments = sys.argv[1:]
    small = "--small" in arguments
    user = User.objects.create_user("bench@example.org", "a clear night in March", name="Bench", is_adult=True)
    artist = create_artist(actor=user, name="Bench")
    with tempfile.TemporaryDirectory(dir=HOME) as name:
        folder = Path(name)
        warm_up = folder / "warm-up.wav"
        warm_up.write_bytes(sounds.wav(1.0))
        ours(warm_up, artist)
        ratio = compare(sources([a for a in arguments if a != "--small"], folder), artist, folder)
        peak = 0 if small else measure_memory(artist, folder)
    return 0 if ratio <= MOST_RATIO and peak <= MOST_BYTES else 1


if __name__ == "__main__":
    sys.exit(main())
