"""Engines that are part of Libitum: each room names the folder of its own as it gets ready."""

from pathlib import Path

from .manifest import Manifest, read_manifest

_folders: dict[str, Path] = {}


def own_engine(folder: Path) -> Manifest:
    """Make an engine of ours known; `libitum prepare` registers it in the database and the log."""
    manifest = read_manifest(folder)
    _folders[manifest.slug] = folder
    return manifest


def own_folders() -> dict[str, Path]:
    return dict(_folders)
