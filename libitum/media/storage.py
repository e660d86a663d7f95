"""Objects of the media storage: written once under a name of their own, never changed."""

from contextlib import AbstractContextManager
from pathlib import Path
from typing import cast

from django.core.files.storage import storages

from .stores import Store


def media() -> Store:
    return cast("Store", storages["media"])


def put(path: Path, name: str) -> None:
    """Stores the file under exactly this name; `path` may be gone afterwards."""
    media().put_file(path, name)


def holds(name: str, size: int) -> bool:
    """Whether the whole object is there; half of one, left by a killed process, is removed."""
    there = media().size_of(name)
    if there is not None and there != size:
        media().delete(name)
    return there == size


def local_file(name: str, workdir: Path) -> AbstractContextManager[Path]:
    """The object as a file on this machine: itself where it lies on a disk, otherwise a proven copy in `workdir`."""
    return media().local_file(name, workdir)


def remove_folder(prefix: str) -> None:
    """Every object under a prefix, and the folder where storages have such. Does nothing where nothing is."""
    media().remove_folder(prefix)
