"""A copy of a file of sound that says in its tags what machines may do with it; its sound is the same, bit by bit."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from .child import ask
from .containers import Container
from .containers.sniff import skip_tags
from .ffmpeg import ffmpeg, input_arguments
from .sandbox import MIB, Limits
from .tags import kind_of

STAMPED = "stamped"
# What tags may take beyond the file itself.
TAGS_BYTES = 64 * MIB
FIRST_SOUND = ("-map", "0:a:0")
HASHED = ("-f", "streamhash", "-hash", "sha256", "pipe:1")
PACKETS, SAMPLES = (*FIRST_SOUND, "-c", "copy", *HASHED), (*FIRST_SOUND, *HASHED)
MUXERS = {
    Container.AIFF: ("-f", "aiff", "-write_id3v2", "1"),
    Container.FLAC: ("-f", "flac"),
    Container.OGG: ("-f", "ogg"),
    Container.MP4: ("-f", "mp4", "-movflags", "use_metadata_tags"),
}


class StampingFailed(Exception):  # noqa: N818 -- named for what happened
    """The copy is not there, or its sound is not the same."""


@dataclass(frozen=True)
class Source:
    path: Path
    container: Container
    codec: str

    @property
    def start(self) -> int:
        """Where the container begins, behind tags put in front."""
        with self.path.open("rb") as file:
            return skip_tags(file)

    @property
    def limits(self) -> Limits:
        size = self.path.stat().st_size
        cpu = round(20 + size / (4 * MIB))
        return Limits(wall=8.0 * cpu, cpu=cpu, file=size + TAGS_BYTES)


def stamp(path: Path, container: Container, codec: str, said: Mapping[str, str], *, workdir: Path) -> Path:
    """The copy, in the empty folder `workdir`, with all other tags of the file that can be read. StampingFailed.

    Where they can't be read at all, the file is written anew around the same packets, with what ffmpeg finds of them.
    """
    source = Source(path, container, codec)
    if container is Container.WAV:
        return checked(source, write_info, said, PACKETS, workdir)
    try:
        return checked(source, write_tags, said, PACKETS, workdir)
    except StampingFailed:
        return checked(source, write_anew, said, SAMPLES, workdir)


Way = Callable[[Source, Mapping[str, str], Path], None]


def checked(source: Source, way: Way, said: Mapping[str, str], same: Sequence[str], workdir: Path) -> Path:
    way(source, said, workdir)
    made = Source(workdir / STAMPED, source.container, source.codec)
    if sound_of(made, same, workdir) != sound_of(source, same, workdir):
        raise StampingFailed("the sound has changed")
    return made.path


def write_info(source: Source, said: Mapping[str, str], workdir: Path) -> None:
    """In one line, as there is no name for each."""
    line = "; ".join(f"{name}={value}" for name, value in said.items())
    child(source, "write_info.py", str(source.start), line, workdir=workdir)


def write_tags(source: Source, said: Mapping[str, str], workdir: Path, start: int = 0) -> None:
    kind = kind_of(source.container, source.codec)
    child(source, "write_tags.py", kind, str(start), json.dumps(dict(said)), workdir=workdir)


def write_anew(source: Source, said: Mapping[str, str], workdir: Path) -> None:
    muxer = MUXERS.get(source.container)
    if muxer is None:  # nothing but tags stands before the frames
        write_tags(source, said, workdir, source.start)
        return
    fields = [part for name, value in said.items() for part in ("-metadata", f"{name}={value}")]
    stream = [part for name, value in said.items() for part in ("-metadata:s:a:0", f"{name}={value}")]
    tags = stream if source.container is Container.OGG else fields
    arguments = [*input_arguments(source.path, source.container), *FIRST_SOUND, "-c", "copy", *tags, *muxer]
    outcome = ffmpeg([*arguments, "-y", f"file:{STAMPED}"], source=source.path, workdir=workdir, limits=source.limits)
    if not outcome.ok:
        raise StampingFailed(f"status {outcome.status}: {outcome.stderr[-2000:]}")


def child(source: Source, script: str, *arguments: str, workdir: Path) -> None:
    found, outcome = ask(script, *arguments, source=source.path, workdir=workdir, limits=source.limits)
    if found is None:
        raise StampingFailed(f"{script}: status {outcome.status}: {outcome.stderr[-2000:]}")


def sound_of(source: Source, arguments: Sequence[str], workdir: Path) -> bytes:
    """A hash of the sound as a player takes it out of the file: of its packets, or of its samples."""
    answer = bytearray()

    def read(stream: IO[bytes]) -> None:
        answer.extend(stream.read(MIB))

    command = [*input_arguments(source.path, source.container), *arguments]
    outcome = ffmpeg(command, source=source.path, workdir=workdir, limits=source.limits, consume=read)
    if not outcome.ok:
        raise StampingFailed(f"status {outcome.status}: {outcome.stderr[-2000:]}")
    return bytes(answer)
