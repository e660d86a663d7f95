"""An engine's program: its folder as one value, and a copy of it that only the run about to start uses."""

import hashlib
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from libitum.rights.models import Engine

from .own import own_folders
from .problems import GateClosed, Why
from .sound import scratch_root

LARGEST = 4 * 1024 * 1024 * 1024
COPY_PREFIX = "libitum-engine-"
# A copy that is older belongs to a run that was killed.
COPY_LIVES_SECONDS = 2 * 24 * 3600
IGNORED = "__pycache__"


def files_of(folder: Path) -> list[Path]:
    """Every file below, in a fixed order. Raises ValidationError for what is neither a file nor a folder."""
    found: list[Path] = []
    for path in sorted(folder.rglob("*")):
        if IGNORED in path.relative_to(folder).parts:
            continue
        if path.is_symlink() or not (path.is_file() or path.is_dir()):
            raise ValidationError(_("%(file)s is no plain file: an engine is made of those alone.") % {"file": path})
        if path.is_file():
            found.append(path)
    return found


def digest_of(folder: Path) -> str:
    """SHA-256 over the names and the SHA-256 of all files, a line each."""
    whole = hashlib.sha256()
    for path in files_of(folder):
        with path.open("rb") as file:
            one = hashlib.file_digest(file, "sha256").hexdigest()
        whole.update(f"{path.relative_to(folder).as_posix()} {one}\n".encode())
    return whole.hexdigest()


def copy_program(source: Path, target: Path) -> None:
    """Readable for everybody, writable for nobody else: an engine may run as another user."""
    files = files_of(source)
    if sum(path.stat().st_size for path in files) > LARGEST:
        raise ValidationError(_("The engine's folder is larger than %(size)d GiB.") % {"size": LARGEST >> 30})
    target.mkdir(exist_ok=True)
    target.chmod(0o755)
    for path in files:
        copy = target / path.relative_to(source)
        copy.parent.mkdir(parents=True, exist_ok=True, mode=0o755)
        shutil.copyfile(path, copy, follow_symlinks=False)
        copy.chmod(0o644)


def folder_of(engine: Engine) -> Path | None:
    if engine.is_outside:
        return Path(settings.ENGINES_ROOT) / engine.folder
    return own_folders().get(engine.slug)


@contextmanager
def fresh_copy(engine: Engine) -> Iterator[Path]:
    """The program as registered, to run from. Raises GateClosed where it is another one, or gone."""
    source = folder_of(engine)
    target = Path(tempfile.mkdtemp(prefix=COPY_PREFIX))
    try:
        try:
            if source is None:
                raise FileNotFoundError(engine.slug)
            copy_program(source, target)
            digest = digest_of(target)
        except (OSError, ValidationError) as error:
            raise GateClosed(Why.CODE_CHANGED, str(error)) from error
        if digest != engine.code:
            raise GateClosed(Why.CODE_CHANGED, f"{digest} != {engine.code}")
        yield target
    finally:
        shutil.rmtree(target, ignore_errors=True)


def remove_old_copies() -> None:
    """Of programs, and of the sound that a killed run was given."""
    oldest = time.time() - COPY_LIVES_SECONDS
    for path in scratch_root().iterdir():
        if path.lstat().st_mtime < oldest:
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    for folder in Path(tempfile.gettempdir()).glob(f"{COPY_PREFIX}*"):
        if folder.lstat().st_mtime < oldest and folder.is_dir() and not folder.is_symlink():
            shutil.rmtree(folder, ignore_errors=True)
