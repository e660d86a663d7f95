"""The program's own source, packed as it runs here: an operator who changed something offers it without a further act.

Music that comes along for the demonstration is left out; its licences are the works' own.
"""

import hashlib
import os
import tarfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.conf import settings

PACKAGE = Path(__file__).resolve().parents[1]
# Beside the package where it runs from a checkout; an installed one has only itself.
BESIDE = ("LICENSE", "README.md", "pyproject.toml", "Makefile", "requirements", "tools", "docs", "tests", "conftest.py")
LEFT_OUT = frozenset({".flac", ".m4a", ".mo", ".mp3", ".mp4", ".ogg", ".opus", ".pyc", ".wav"})
NAME = "libitum-source"


@cache
def source_archive() -> Path:
    """Packed once for each process that is asked; the same source has the same name, so one file serves them all."""
    files = sorted(source_files())
    target = Path(settings.HOME) / "cache" / f"{NAME}-{fingerprint(files)}.tar.gz"
    if not target.exists():
        pack(files, target)
    return target


def source_files() -> Iterator[Path]:
    roots = [PACKAGE, *(PACKAGE.parent / name for name in BESIDE if is_checkout())]
    for root in roots:
        for path in [root] if root.is_file() else root.rglob("*"):
            if path.is_file() and path.suffix not in LEFT_OUT and "__pycache__" not in path.parts:
                yield path


def is_checkout() -> bool:
    return (PACKAGE.parent / "pyproject.toml").is_file()


def fingerprint(files: list[Path]) -> str:
    digest = hashlib.sha256()
    for path in files:
        status = path.stat()
        digest.update(f"{path}\0{status.st_size}\0{status.st_mtime_ns}\n".encode())
    return digest.hexdigest()[:16]


def pack(files: list[Path], target: Path) -> None:
    """Whole or not at all: another process may be packing the same."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    with tarfile.open(draft, "w:gz") as archive:
        for path in files:
            archive.add(path, arcname=Path(NAME) / path.relative_to(PACKAGE.parent), filter=without_owner)
    draft.replace(target)


def without_owner(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Who installed it, and where, is nobody's business."""
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    return member
