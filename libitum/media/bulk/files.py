"""The recordings a table speaks of: in a folder on this machine, or as a browser describes those somebody chose."""

import hashlib
import os
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

from pydantic import BaseModel, ConfigDict, Field

MOST_RECORDINGS = 5000


@dataclass(frozen=True, slots=True)
class Recording:
    """`path`: where it lies, if on this machine."""

    name: str
    size: int
    sha256: str
    path: Path | None = None


class Described(BaseModel):
    """A recording that a browser or program has, and we have not. `size` in bytes; `sha256` in small hexadecimal."""

    model_config = ConfigDict(extra="forbid", strict=True)

    name: str = Field(max_length=1024)
    size: int = Field(ge=0)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")

    def recording(self) -> Recording:
        return Recording(self.name, self.size, self.sha256)


class Recordings(Protocol):
    def find(self, name: str) -> Recording | None:
        """By its path within the whole, or by the end of it where only one ends so: browsers name the folder too."""


class Chosen:
    """Described from afar, or written down somewhere under other names."""

    def __init__(self, recordings: Iterable[Recording]) -> None:
        self._all = list(recordings)
        self._index = Index([recording.name for recording in self._all])

    def find(self, name: str) -> Recording | None:
        place = self._index.place_of(name)
        return None if place is None else self._all[place]


class Folder:
    """Nothing outside `root` is ever found, whatever a name or a link in it says."""

    def __init__(self, root: Path) -> None:
        self._root = root.resolve()
        found = (Path(folder) / name for folder, _folders, names in os.walk(self._root) for name in names)
        self._paths = sorted(path for path in found if path.resolve().is_relative_to(self._root))
        self._index = Index([path.relative_to(self._root).as_posix() for path in self._paths])

    def find(self, name: str) -> Recording | None:
        place = self._index.place_of(name)
        if place is None:
            return None
        path = self._paths[place]
        about = path.stat()
        return Recording(path.name, about.st_size, sha256_of(path, about.st_mtime_ns), path)


class Index:
    """Which of many names is meant: the same path, or the same last parts where only one has them."""

    def __init__(self, names: list[str]) -> None:
        self._places: dict[str, list[int]] = defaultdict(list)
        for place, name in enumerate(map(form, names)):
            self._places[name].append(place)
            steps = name.split("/")
            for start in range(1, len(steps)):
                self._places["*/" + "/".join(steps[start:])].append(place)

    def place_of(self, name: str) -> int | None:
        wanted = form(name)
        places = self._places.get(wanted) or self._places.get(f"*/{wanted}") or []
        return places[0] if len(places) == 1 else None


def form(name: str) -> str:
    """Systems store the same letters in different ways and write paths with different strokes."""
    return unicodedata.normalize("NFC", name.replace("\\", "/")).removeprefix("./").casefold()


@cache
def sha256_of(path: Path, _changed: int) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
