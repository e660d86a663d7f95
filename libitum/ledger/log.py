"""The published log on disk: what anybody may read and copy. Its address is `/log/`."""

import hashlib
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings

from libitum_verify.checkpoint import Checkpoint
from libitum_verify.note import split_note
from libitum_verify.source import from_folder
from libitum_verify.tiles import Fetch, TiledTree

from .files import sync_folder, write_durably, write_whole


@dataclass(frozen=True, slots=True)
class PublishedLog:
    root: Path

    @property
    def fetch(self) -> Fetch:
        return from_folder(self.root)

    def newest(self) -> Checkpoint | None:
        """What the file `checkpoint` says; its signature is our own and is checked by verifiers."""
        path = self.root / "checkpoint"
        return Checkpoint.parse(split_note(path.read_bytes())[0]) if path.exists() else None

    def tree(self, size: int) -> TiledTree:
        return TiledTree(size, self.fetch)

    def write(self, path: str, data: bytes) -> None:
        write_durably(self.root / path, data)

    def writer(self) -> "TileWriter":
        return TileWriter(self.root)

    def publish_file(self, data: bytes) -> str:
        """Put a long list or schema under its SHA-256; returns the hash."""
        digest = hashlib.sha256(data).hexdigest()
        path = self.root / "files" / digest
        if not path.exists():
            write_durably(path, data)
        return digest


@dataclass(slots=True)
class TileWriter:
    """Many tiles and bundles at once. They are durable when `finish` has returned, not before."""

    root: Path
    folders: set[Path] = field(default_factory=set)
    outgrown: list[Path] = field(default_factory=list)

    def write(self, path: str, data: bytes) -> None:
        write_whole(self.root / path, data)
        self.folders.add((self.root / path).parent)
        if ".p/" not in path:
            self.outgrown.append(self.root / f"{path}.p")

    def finish(self) -> None:
        """Full tiles take the place of the partial ones (tlog-tiles lets them go then)."""
        for folder in self.folders:
            sync_folder(folder)
        for folder in self.outgrown:
            shutil.rmtree(folder, ignore_errors=True)


def published_log() -> PublishedLog:
    return PublishedLog(Path(settings.LEDGER_ROOT))
