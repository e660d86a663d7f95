import hashlib
import shutil
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.files import File
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader

from libitum.config.environment import environment
from libitum.ledger.guard import close
from libitum.ledger.keys import has_key
from libitum.ledger.log import published_log
from libitum.media.storage import media

from .archive import MANIFEST, PIECE, Hashing, Member, opened_archive, verified_manifest
from .database import Database, database
from .files import LEDGER_KEY, LOG, upload_files, upload_root
from .problems import BackupProblem

# While it stands, a restoration of this very archive was cut off and may go on.
MARK = ".restoring"


def restore_backup(archive: Path, *, tell: Callable[[str], None]) -> int:
    """Into an empty instance only; answers with the number of files. Raises BackupProblem, having changed nothing
    or leaving a state from which the same command goes on.
    """
    if not archive.is_file():
        raise BackupProblem(f"There is no file {archive}.")
    target = database()
    if not target.is_empty():
        raise BackupProblem("The database is not empty. A backup is restored into an empty instance only.")
    tell("Checking the archive …")
    manifest = verified_manifest(archive)
    require_fitting(manifest, target)
    require_no_media(manifest)
    mark(manifest)
    try:
        bring_back(archive, manifest, target, tell)
    except OSError as error:
        raise BackupProblem(
            f"Writing failed: {error.strerror}. Nothing is served yet; when there is room, run the same command again."
        ) from error
    close_log()
    call_command("prepare", verbosity=0)
    mark_path().unlink()
    return len(manifest["files"])


def close_log() -> None:
    """Others may have seen more of the log than the backup holds: signing waits until somebody has compared."""
    # With a key and no checkpoint, the first one may have been signed after the backup.
    if published_log().newest() is not None or has_key():
        close(
            published_log(),
            "Restored from a backup: signing waits for `libitum ledger reopen --checkpoint FILE`, "
            "with the newest checkpoint that anybody kept, or `libitum ledger new-origin` where that fails.",
        )


def bring_back(archive: Path, manifest: dict[str, Any], target: Database, tell: Callable[[str], None]) -> None:
    """The database comes last: until then there is no instance."""
    tell("Copying media and uploads …")
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=settings.HOME) as folder:
        copy = Path(folder) / "database"
        with opened_archive(archive) as files:
            for member in files:
                place(member, copy)
        tell("Checking what was written …")
        verify(manifest, copy)
        tell("Restoring the database …")
        target.restore(copy)


def require_fitting(manifest: dict[str, Any], target: Database) -> None:
    if manifest["database"] != target.kind:
        raise BackupProblem(
            f"This backup is of an instance on {manifest['database']}, and LIBITUM_DATABASE_URL names "
            f"{target.kind}. Nothing was changed."
        )
    known = {f"{app}.{name}" for app, name in MigrationLoader(None, ignore_no_migrations=True).disk_migrations}
    if unknown := sorted(set(manifest["migrations"]) - known):
        raise BackupProblem(
            f"This backup was made by a newer or another release ({unknown[0]} is unknown here): "
            f"install Libitum {manifest['libitum']} first. Nothing was changed."
        )


def require_no_media(manifest: dict[str, Any]) -> None:
    if mark_path().exists() and mark_path().read_text() == fingerprint(manifest):
        return
    if next(media().names(), None) is not None or next(upload_files(upload_root()), None) is not None:
        raise BackupProblem(
            "There are media or uploads here already. A backup is restored into an empty instance only."
        )


def mark_path() -> Path:
    return Path(settings.HOME) / MARK


def mark(manifest: dict[str, Any]) -> None:
    mark_path().parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    mark_path().write_text(fingerprint(manifest))


def fingerprint(manifest: dict[str, Any]) -> str:
    return hashlib.sha256(repr(sorted(manifest.items())).encode()).hexdigest()


def place(member: Member, copy: Path) -> None:
    kind, _, rest = member.name.partition("/")
    if member.name == "database":
        write(copy, member.stream)
    elif member.name == "secret_key":
        if environment.secret_key is None:
            write(Path(settings.HOME) / "secret_key", member.stream)
    elif kind == "uploads" and rest:
        write(upload_root() / rest, member.stream)
    elif member.name == LEDGER_KEY:
        write(Path(settings.LEDGER_KEY_FILE), member.stream)
    elif kind == LOG and rest:
        write(Path(settings.LEDGER_ROOT) / rest, member.stream)
    elif kind == "media" and rest:
        put(rest, member)
    elif member.name != MANIFEST:
        raise BackupProblem(f"This is not a backup of Libitum: it holds {member.name!r}.")


def write(path: Path, stream: IO[bytes]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with path.open("wb") as file:
        path.chmod(0o600)
        shutil.copyfileobj(stream, file, PIECE)


def put(name: str, member: Member) -> None:
    storage = media()
    if storage.exists(name):  # from the time before it was cut off
        storage.delete(name)
    with tempfile.TemporaryFile(dir=settings.HOME) as file:
        shutil.copyfileobj(member.stream, file, PIECE)
        file.seek(0)
        stored = storage.save(name, File(file, name=Path(name).name))
    if stored != name or storage.size(name) != member.size:
        raise BackupProblem(f"The media storage did not keep {name} as it is. Look at it, then run this again.")


def verify(manifest: dict[str, Any], copy: Path) -> None:
    """Read back every byte from where it will be served."""
    for row in manifest["files"]:
        if row["name"] == "secret_key" and environment.secret_key is not None:
            continue  # the operator's own stands
        with opened(row["name"], copy) as file:
            if hash_of(file) != row["sha256"]:
                raise BackupProblem(
                    f"{row['name']} is not what was written: the disk may be failing. Nothing is served."
                )


def hash_of(file: IO[bytes]) -> str:
    hashing = Hashing(file)
    hashing.drain()
    return hashing.sha256


def opened(name: str, copy: Path) -> AbstractContextManager[IO[bytes]]:
    kind, _, rest = name.partition("/")
    if name == "database":
        return copy.open("rb")
    if kind == "uploads":
        return (upload_root() / rest).open("rb")
    if name == LEDGER_KEY:
        return Path(settings.LEDGER_KEY_FILE).open("rb")
    if kind == LOG:
        return (Path(settings.LEDGER_ROOT) / rest).open("rb")
    if kind == "media":
        return closing(media().open(rest))
    return (Path(settings.HOME) / "secret_key").open("rb")
