"""Objects as files of a folder."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from django.conf import settings
from django.core.files import File
from django.core.files.storage import FileSystemStorage
from django.utils.encoding import filepath_to_uri

from libitum.media.parts import sync_folder

BLOCK = 128 * 1024


class Movable(File[bytes]):
    """A file that a storage on the same disk may take instead of copying it."""

    def __init__(self, path: Path) -> None:
        super().__init__(path.open("rb"), name=path.name)
        self.path = path

    def temporary_file_path(self) -> str:
        return str(self.path)


class FileBlocks:
    """It is open from the first block on, until the last or until the client is gone."""

    def __init__(self, path: Path, start: int, stop: int) -> None:
        self.path, self.start, self.left = path, start, stop - start
        self.file: IO[bytes] | None = None

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        if self.file is None and self.left:
            self.file = self.path.open("rb", buffering=0)
            self.file.seek(self.start)
        block = self.file.read(min(BLOCK, self.left)) if self.file else b""
        self.left -= len(block)
        if not self.left or not block:
            self.close()
        if not block:
            raise StopIteration
        return block

    def close(self) -> None:
        if self.file is not None:
            self.file.close()
            self.file = None


class FolderStorage(FileSystemStorage):
    takes_parts = False

    def put_file(self, path: Path, name: str) -> None:
        with Movable(path) as content:
            stored = self.save(name, content)
        if stored != name:  # somebody was faster with the same name, which stands for the same bytes
            self.delete(stored)
        sync_folder(Path(self.path(name)).parent)

    def size_of(self, name: str) -> int | None:
        try:
            return self.size(name)
        except FileNotFoundError:
            return None

    @contextmanager
    def local_file(self, name: str, workdir: Path) -> Iterator[Path]:
        yield Path(self.path(name))

    def blocks(self, name: str, start: int, stop: int) -> FileBlocks:
        return FileBlocks(Path(self.path(name)), start, stop)

    def sha256_of(self, name: str) -> str:
        with Path(self.path(name)).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def names(self, prefix: str = "") -> Iterator[str]:
        """Folder by folder, each in the order of its names."""
        try:
            folders, files = self.listdir(prefix)
        except FileNotFoundError:
            return
        yield from (f"{prefix}{name}" for name in sorted(files))
        for folder in sorted(folders):
            yield from self.names(f"{prefix}{folder}/")

    def remove_folder(self, prefix: str) -> None:
        try:
            folders, files = self.listdir(prefix)
        except FileNotFoundError:
            return
        for file in files:
            self.delete(f"{prefix}/{file}")
        for folder in folders:
            self.remove_folder(f"{prefix}/{folder}")
        place = Path(self.path(prefix))
        with suppress(OSError):  # somebody else's sweep was faster, or a newer attempt lies beside it
            place.rmdir()
            place.parent.rmdir()

    def sent_by_proxy(self, name: str, *, plainly: bool) -> str | None:
        return filepath_to_uri(name) if settings.X_ACCEL else None

    def address_for_listeners(self, name: str, content_type: str, disposition: str) -> str | None:
        return None
