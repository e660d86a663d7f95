"""A tar whose last member lists every other with its SHA-256: an archive cut off anywhere has no such list."""

import gzip
import hashlib
import io
import json
import tarfile
import time
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any

from .problems import BackupProblem

MANIFEST = "manifest.json"
FORMAT = "libitum-backup-1"
PIECE = 1024 * 1024
MANIFEST_BYTES = 512 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Entry:
    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Member:
    name: str
    size: int
    stream: IO[bytes]


class Hashing:
    """A stream that knows the hash of what was read of it."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._hash = hashlib.sha256()
        self.size = 0

    def read(self, size: int = -1) -> bytes:
        piece = self._stream.read(size)
        self._hash.update(piece)
        self.size += len(piece)
        return piece

    def drain(self) -> None:
        while self.read(PIECE):
            pass

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()


@dataclass(slots=True)
class ArchiveWriter:
    tar: tarfile.TarFile
    entries: list[Entry] = field(default_factory=list)

    def add(self, name: str, stream: IO[bytes], size: int) -> Entry:
        """Exactly `size` bytes: a file may grow while it is read, and never shrinks."""
        info = tarfile.TarInfo(name)
        info.size, info.mode, info.mtime = size, 0o600, int(time.time())
        hashing = Hashing(stream)
        self.tar.addfile(info, hashing)
        if hashing.size != size:
            raise BackupProblem(f"{name} became shorter while it was read. Nothing was lost; start the backup again.")
        entry = Entry(name, size, hashing.sha256)
        self.entries.append(entry)
        return entry

    def finish(self, about: dict[str, Any]) -> None:
        files = [{"name": e.name, "size": e.size, "sha256": e.sha256} for e in self.entries]
        data = json.dumps({"format": FORMAT, **about, "files": files}, indent=1).encode()
        info = tarfile.TarInfo(MANIFEST)
        info.size, info.mode, info.mtime = len(data), 0o600, int(time.time())
        self.tar.addfile(info, io.BytesIO(data))


@contextmanager
def new_archive(path: Path, file: IO[bytes]) -> Iterator["ArchiveWriter"]:
    """Written to `file`; the name of its later place says whether it is compressed."""
    target: gzip.GzipFile | IO[bytes] = file
    with ExitStack() as stack:
        if path.suffix in {".gz", ".tgz"}:
            # Media is compressed already: the least effort takes what is left to take.
            target = stack.enter_context(gzip.GzipFile(fileobj=file, mode="wb", compresslevel=1))
        yield ArchiveWriter(stack.enter_context(tarfile.open(fileobj=target, mode="w|", format=tarfile.PAX_FORMAT)))


@contextmanager
def opened_archive(path: Path) -> Iterator[Iterator[Member]]:
    """Its files one after the other; whatever can't be read within the block is a BackupProblem."""
    try:
        with tarfile.open(path, mode="r|*") as tar:
            yield members(tar)
    except (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise BackupProblem(f"The archive can't be read to its end ({error}). Nothing is served from it.") from error


def members(tar: tarfile.TarFile) -> Iterator[Member]:
    for info in tar:
        stream = tar.extractfile(info) if info.isreg() else None
        if stream is None or not is_plain(info.name):
            raise BackupProblem(f"This is not a backup of Libitum: it holds {info.name!r}.")
        yield Member(info.name, info.size, stream)


def is_plain(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return bool(parts) and not name.startswith("/") and not {"..", "."} & set(parts) and "\\" not in name


def verified_manifest(path: Path) -> dict[str, Any]:
    """Reads the whole archive; raises BackupProblem unless each byte is the one that was backed up."""
    found: list[Entry] = []
    manifest: dict[str, Any] | None = None
    with opened_archive(path) as files:
        for member in files:
            if manifest is not None:
                raise BackupProblem("Something follows the archive's list of files: it was changed. Nothing is served.")
            if member.name == MANIFEST:
                manifest = parse_manifest(member.stream.read(MANIFEST_BYTES))
                continue
            hashing = Hashing(member.stream)
            hashing.drain()
            found.append(Entry(member.name, member.size, hashing.sha256))
    if manifest is None:
        raise BackupProblem("The archive is cut off: its list of files is missing. Nothing was changed.")
    compare(found, manifest)
    return manifest


def parse_manifest(data: bytes) -> dict[str, Any]:
    try:
        manifest = json.loads(data)
    except ValueError:
        manifest = None
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise BackupProblem("This is not a backup of Libitum, or one of another kind. Nothing was changed.")
    return manifest


def compare(found: list[Entry], manifest: dict[str, Any]) -> None:
    listed = {row["name"]: (row["size"], row["sha256"]) for row in manifest["files"]}
    if len(listed) != len(found) or {entry.name for entry in found} != set(listed):
        raise BackupProblem("The archive does not hold the files it lists. Nothing was changed.")
    damaged = [entry.name for entry in found if listed[entry.name] != (entry.size, entry.sha256)]
    if damaged:
        more = f" and {len(damaged) - 1} more" if len(damaged) > 1 else ""
        raise BackupProblem(f"Damaged in the archive: {damaged[0]}{more}. Nothing was changed.")
