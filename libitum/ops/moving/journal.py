"""What has been proven to lie in the other store, so that a move that was cut off goes on where it was."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO


@dataclass(frozen=True, slots=True)
class Proven:
    """`sha256` was computed from the bytes as they were read back."""

    name: str
    size: int
    sha256: str


@dataclass
class Journal:
    """A line for each object, added when it is proven. Half a line, of a killed process, counts for nothing."""

    path: Path

    def __post_init__(self) -> None:
        self.rows = {row.name: row for row in self.read()}

    def read(self) -> Iterator[Proven]:
        if not self.path.exists():
            return
        for line in self.path.read_text().splitlines(keepends=True):
            fields = line.split(" ", 2)
            if line.endswith("\n") and len(fields) == 3:  # noqa: PLR2004
                yield Proven(fields[2].rstrip("\n"), int(fields[1]), fields[0])

    @contextmanager
    def open(self) -> Iterator[IO[str]]:
        """With every whole line so far, and none that was cut off."""
        draft = self.path.with_suffix(".new")
        with draft.open("w", buffering=1) as file:
            draft.chmod(0o600)
            file.writelines(line_of(row) for row in self.rows.values())
            draft.replace(self.path)
            yield file

    def add(self, file: IO[str], row: Proven) -> None:
        self.rows[row.name] = row
        file.write(line_of(row))

    def forget(self) -> None:
        self.path.unlink(missing_ok=True)
        self.rows = {}


def line_of(row: Proven) -> str:
    return f"{row.sha256} {row.size} {row.name}\n"
