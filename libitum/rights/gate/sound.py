"""The sound that an engine is given: 44.1 kHz, two channels of 16 bits, in a file that has no name."""

import contextlib
import os
import struct
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from libitum.catalog.models import Track
from libitum.media.engine.containers import Container
from libitum.media.engine.decode import limits_for
from libitum.media.engine.ffmpeg import CHANNELS, ffmpeg, input_arguments, to_stereo
from libitum.media.engine.sandbox import Interrupted
from libitum.media.models import Master
from libitum.media.storage import local_file

from .problems import EngineFailed

RATE = 44_100
FRAME_BYTES = 2 * CHANNELS
HEADER = struct.Struct("<4sI4s4sIHHIIHH4sI")
PIECE = 1 << 18


def wave_header(size: int) -> bytes:
    """RIFF/WAVE of integer samples, with `size` bytes of them."""
    return HEADER.pack(
        b"RIFF", 36 + size, b"WAVE", b"fmt ", 16, 1, CHANNELS, RATE, RATE * FRAME_BYTES, FRAME_BYTES, 16, b"data", size
    )


def current_master(track: Track) -> Master | None:
    return Master.objects.filter(track=track, current=True).exclude(prefix="").select_related("original").first()


def scratch_root() -> Path:
    root = Path(settings.UPLOAD_ROOT) / "gate"
    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    return root


@contextmanager
def nameless_file() -> Iterator[tuple[IO[bytes], IO[bytes]]]:
    """A file of ours to write, and the same one to read, which no folder lists: it is gone with who holds it."""
    descriptor, name = tempfile.mkstemp(dir=scratch_root())
    with os.fdopen(descriptor, "w+b") as writable:
        try:
            readable = Path(name).open("rb")  # noqa: SIM115 - closed below, when its name is gone already
        finally:
            with contextlib.suppress(FileNotFoundError):
                Path(name).unlink()
        with readable:
            yield writable, readable


@contextmanager
def sound_of(track: Track, *, seconds: int) -> Iterator[IO[bytes]]:
    """The first so many seconds of a work's recording. Raises EngineFailed where there is none to be had."""
    master = current_master(track)
    if master is None:
        raise EngineFailed(_("There is no recording of this work yet."))
    with nameless_file() as (writable, readable):
        decode(master, writable, seconds)
        yield readable


def decode(master: Master, target: IO[bytes], seconds: int) -> None:
    target.write(bytes(HEADER.size))

    def take(stream: IO[bytes]) -> None:
        while piece := stream.read(PIECE):
            target.write(piece)

    with tempfile.TemporaryDirectory(prefix="decode-", dir=scratch_root()) as folder:
        workdir = Path(folder)
        with local_file(master.original.storage_name, workdir) as path:
            is_whole = run_decoder(master, path, seconds, workdir, take)
    size = target.tell() - HEADER.size
    if not is_whole or size < FRAME_BYTES:
        raise EngineFailed(_("The recording could not be decoded."))
    target.seek(0)
    target.write(wave_header(size))
    target.flush()


def run_decoder(master: Master, path: Path, seconds: int, workdir: Path, take: Callable[[IO[bytes]], None]) -> bool:
    """Whether it came to its end."""
    arguments = [
        *input_arguments(path, Container(master.container)),
        *("-filter_complex", f"[0:a:0]{to_stereo(master.channels or CHANNELS, RATE)}[out]"),
        *("-map", "[out]", "-t", str(seconds), "-f", "s16le", "pipe:1"),
    ]
    limits = limits_for(master.original.size)
    try:
        return ffmpeg(arguments, source=path, workdir=workdir, limits=limits, consume=take).ok
    except Interrupted:
        return False
