"""Objects of the media storage: written once under a name of their own, never changed."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.core.files import File
from django.core.files.storage import FileSystemStorage, Storage, storages

from .parts import sync_folder

COPY_BYTES = 1024 * 1024


class Movable(File[bytes]):
    """A file that a storage on the same disk may take instead of copying it."""

    def __init__(self, path: Path) -> None:
        super().__init__(path.open("rb"), name=path.name)
        self.path = path

    def temporary_file_path(self) -> str:
        return str(self.path)


def media() -> Storage:
    return storages["media"]


def put(path: Path, name: str) -> None:
    """Stores the file under exactly this name; `path` may be gone afterwards."""
    storage = media()
    with Movable(path) as content:
        stored = storage.save(name, content)
    if stored != name:  # somebody was faster with the same name, which stands for the same bytes
        storage.delete(stored)
    if isinstance(storage, FileSystemStorage):
        sync_folder(Path(storage.path(name)).parent)


def holds(name: str, size: int) -> bool:
    """Whether the whole object is there; half of one, left by a killed process, is removed."""
    storage = media()
    if not storage.exists(name):
        return False
    if storage.size(name) == size:
        return True
    storage.delete(name)
    return False


@contextmanager
def local_file(name: str, workdir: Path) -> Iterator[Path]:
    """The object as a file on this machine: itself where it lies on a disk, otherwise a copy in `workdir`."""
    storage = media()
    if isinstance(storage, FileSystemStorage):
        yield Path(storage.path(name))
        return
    copy = workdir / "original"
    with storage.open(name) as source, copy.open("wb") as target:
        shutil.copyfileobj(source, target, COPY_BYTES)
    try:
        yield copy
    finally:
        copy.unlink(missing_ok=True)


def remove_folder(prefix: str) -> None:
    """Every object under a prefix, and the folder where storages have such. Does nothing where nothing is."""
    storage = media()
    try:
        folders, files = storage.listdir(prefix)
    except FileNotFoundError:
        return
    for file in files:
        storage.delete(f"{prefix}/{file}")
    for folder in folders:
        remove_folder(f"{prefix}/{folder}")
    if isinstance(storage, FileSystemStorage):
        place = Path(storage.path(prefix))
        with suppress(OSError):  # somebody else's sweep was faster, or a newer attempt lies beside it
            place.rmdir()
            place.parent.rmdir()
