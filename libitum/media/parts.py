"""The bytes of uploads on their way in: one file each under UPLOAD_ROOT, whose size is how much has arrived.

Three files stand for an upload:

- `<uid>.part`, the bytes. What is in it counts, whatever the database remembers: a process killed in the middle of a
  request leaves a longer file than it could say.
- `<uid>.held`, while bytes come in that can only be trusted when the last of them is there (a chunk with a checksum):
  the size up to which the part counts.
- `<uid>.writer`, locked by the request that writes. The lock ends with its process. A connection can be dead for hours
  before its server hears of it, so a writer that brings nothing for a while can be superseded: whoever puts a new file
  in this place is the writer, and every append looks whether it still is.
"""

import contextlib
import fcntl
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from django.conf import settings


class BeingWritten(Exception):  # noqa: N818 - it is a state, and passes
    """Another request brings bytes for this upload."""


class Superseded(Exception):  # noqa: N818 - likewise
    """Another request took this one's place, or the upload was given up."""


class Part:
    def __init__(self, uid: str) -> None:
        root = Path(settings.UPLOAD_ROOT)
        self.path = root / f"{uid}.part"
        self.held_path = root / f"{uid}.held"
        self.writer_path = root / f"{uid}.writer"

    def size(self) -> int:
        """Bytes that count."""
        held = self.held()
        return size_of(self.path) if held is None else min(size_of(self.path), held)

    def held(self) -> int | None:
        try:
            text = self.held_path.read_text()
        except FileNotFoundError:
            return None
        # Killed between making the file and writing into it: nothing was received under it yet.
        return int(text) if text else size_of(self.path)

    @contextlib.contextmanager
    def write(self) -> Iterator["Writer"]:
        """Raises BeingWritten while another request does, and is not stalled."""
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with open_private(self.path) as file, self._claim(file) as claim:
            writer = Writer(self, file, claim)
            writer.settle()
            yield writer

    @contextlib.contextmanager
    def _claim(self, file: BinaryIO) -> Iterator[BinaryIO]:
        claim = open_private(self.writer_path)
        try:
            if not (try_lock(claim) and is_at(claim, self.writer_path)):
                claim.close()
                claim = self._take_over(file)
            os.utime(claim.fileno())
            yield claim
        finally:
            claim.close()

    def _take_over(self, file: BinaryIO) -> BinaryIO:
        """A new file in the writer's place, if who holds it has stalled."""
        with guarded(file):
            # Either way: a sign that lies in the future was given before the clock was set back.
            if abs(time.time() - self.last_sign_of_life()) < settings.UPLOAD_STALL_SECONDS:
                raise BeingWritten
            self.writer_path.unlink(missing_ok=True)
            claim = open_private(self.writer_path)
            if not try_lock(claim):
                claim.close()
                raise BeingWritten
            return claim

    def last_sign_of_life(self) -> float:
        paths = (self.path, self.writer_path)
        return max((path.stat().st_mtime for path in paths if path.exists()), default=0.0)

    def adopt(self, path: Path) -> None:
        """Take a whole file on the same disk as the bytes of an upload that nobody has written to yet."""
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.chmod(0o600)
        path.replace(self.path)
        with self.write() as writer:
            writer.sync()

    def remove(self) -> None:
        """A request that still writes is told at its next append. Does nothing where nothing is."""
        if self.path.exists():
            with open_private(self.path) as file, guarded(file):
                self.writer_path.unlink(missing_ok=True)
                self.path.unlink(missing_ok=True)
        for path in (self.writer_path, self.held_path):
            path.unlink(missing_ok=True)


class Writer:
    """The one request that may change a part now."""

    def __init__(self, part: Part, file: BinaryIO, claim: BinaryIO) -> None:
        self._part, self._file, self._claim = part, file, claim
        self.size = 0

    def settle(self) -> None:
        """Drop what a killed request left unproven."""
        with self._mine():
            held = self._part.held()
            if held is not None:
                os.ftruncate(self._file.fileno(), held)
                self._part.held_path.unlink()
            self.size = os.fstat(self._file.fileno()).st_size

    def append(self, piece: bytes) -> None:
        """Whole or not at all; raises Superseded, and OSError when the disk takes no more."""
        with self._mine():
            try:
                write_all(self._file.fileno(), piece, self.size)
            except OSError:
                os.ftruncate(self._file.fileno(), self.size)
                raise
            self.size += len(piece)

    def hold(self) -> None:
        """From here on nothing counts until `release`."""
        with self._mine(), open_private(self._part.held_path) as file:
            file.write(str(self.size).encode())
            os.fsync(file.fileno())
            sync_folder(self._part.path.parent)

    def release(self) -> None:
        with self._mine():
            self._part.held_path.unlink(missing_ok=True)

    def cut(self, size: int) -> None:
        with self._mine():
            os.ftruncate(self._file.fileno(), size)
            self.size = size

    def sync(self) -> None:
        """The bytes and the names survive a loss of power from here on."""
        os.fsync(self._file.fileno())
        sync_folder(self._part.path.parent)

    @contextlib.contextmanager
    def _mine(self) -> Iterator[None]:
        with guarded(self._file):
            if not is_at(self._claim, self._part.writer_path):
                raise Superseded
            yield


def size_of(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def sync_folder(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def open_private(path: Path) -> BinaryIO:
    """For reading and writing, made if missing, readable by nobody else, without a buffer of its own."""
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600), "r+b", buffering=0)


def try_lock(file: BinaryIO) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextlib.contextmanager
def guarded(file: BinaryIO) -> Iterator[None]:
    """Held for one short step, never while waiting for a network."""
    fcntl.flock(file, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(file, fcntl.LOCK_UN)


def is_at(file: BinaryIO, path: Path) -> bool:
    try:
        there = path.stat()
    except FileNotFoundError:
        return False
    return os.path.samestat(there, os.fstat(file.fileno()))


def write_all(descriptor: int, piece: bytes, position: int) -> None:
    view = memoryview(piece)
    while view:
        written = os.pwrite(descriptor, view, position)
        view, position = view[written:], position + written
