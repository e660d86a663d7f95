"""The database at one moment, while the instance goes on working; and an empty one made like it."""

import contextlib
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

import psycopg
from django.db import connection, connections
from psycopg.conninfo import make_conninfo

from .problems import BackupProblem


class Database(Protocol):
    kind: str

    def snapshot(self, target: Path, while_still: Callable[[], None]) -> None:
        """Copy into a file; `while_still` runs when nobody can write, at the very moment the copy shows."""

    def is_empty(self) -> bool: ...

    def restore(self, source: Path) -> None:
        """All of it or nothing."""


def database() -> Database:
    return Postgres() if connection.vendor == "postgresql" else Sqlite()


class Sqlite:
    """By SQLite's own online backup (https://www.sqlite.org/backup.html)."""

    kind = "sqlite"

    def __init__(self) -> None:
        self.path = Path(str(connection.settings_dict["NAME"]))

    def snapshot(self, target: Path, while_still: Callable[[], None]) -> None:
        with (
            contextlib.closing(sqlite3.connect(self.path, timeout=60, isolation_level=None)) as gate,
            contextlib.closing(sqlite3.connect(self.path)) as source,
            contextlib.closing(sqlite3.connect(target)) as copy,
        ):
            gate.execute("BEGIN IMMEDIATE")
            while_still()
            source.backup(copy)
            gate.execute("ROLLBACK")
            (answer,) = copy.execute("PRAGMA quick_check").fetchone()
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it
        if answer != "ok":
            raise BackupProblem(f"SQLite finds the database damaged: {answer}. Restore an earlier backup.")

    def is_empty(self) -> bool:
        connections.close_all()
        if not self.path.exists():
            return True
        with contextlib.closing(sqlite3.connect(self.path)) as db:
            (number,) = db.execute("SELECT count(*) FROM sqlite_master").fetchone()
        return bool(number == 0)

    def restore(self, source: Path) -> None:
        connections.close_all()
        for suffix in ("", "-wal", "-shm"):
            self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)
        draft = self.path.with_name(f".{self.path.name}.restored")
        shutil.copyfile(source, draft)
        draft.chmod(0o600)
        with draft.open("rb") as file:
            os.fsync(file.fileno())
        draft.replace(self.path)


class Postgres:
    """By PostgreSQL's own programs, which must be as new as the server."""

    kind = "postgresql"
    # Those whose rows and files belong together: nobody may change them while we look at both.
    TABLES = "media_upload, media_original, media_master, media_stamped, media_pictureupload"

    def snapshot(self, target: Path, while_still: Callable[[], None]) -> None:
        program = find_program("pg_dump")
        with self.connect() as reader:
            reader.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            with self.connect() as gate:
                gate.execute(f"LOCK TABLE {self.TABLES} IN SHARE MODE")
                (name,) = reader.execute("SELECT pg_export_snapshot()").fetchone() or ("",)
                while_still()
            arguments = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={name}", f"--file={target}"]
            self.run(program, *arguments)

    def is_empty(self) -> bool:
        with connection.cursor() as cursor:
            return not connection.introspection.get_table_list(cursor)

    def restore(self, source: Path) -> None:
        program = find_program("pg_restore")
        connections.close_all()
        arguments = ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"]
        self.run(program, *arguments, str(source))

    def parameters(self) -> dict[str, str]:
        """As Django connects, without what only Django knows."""
        known = {option.keyword.decode() for option in psycopg.pq.Conninfo.get_defaults()}
        given = connection.get_connection_params()
        return {key: str(value) for key, value in given.items() if key in known and value not in (None, "")}

    def connect(self) -> "psycopg.Connection[tuple[Any, ...]]":
        return psycopg.connect(make_conninfo(**self.parameters()))

    def run(self, program: str, *arguments: str) -> None:
        """The password goes by the environment: other people on the machine can read a list of processes."""
        parameters = self.parameters()
        password = parameters.pop("password", None)
        environment = {**os.environ, **({"PGPASSWORD": password} if password else {})}
        command = [program, f"--dbname={make_conninfo(**parameters)}", *arguments]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            raise BackupProblem(f"{Path(program).name} failed: {done.stderr.strip()}")


def find_program(name: str) -> str:
    """The newest on this machine; Debian keeps each version's in a folder of its own."""
    newest = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    found = shutil.which(name) or (str(newest[-1]) if newest else None)
    if found is None:
        raise BackupProblem(
            f"A backup of PostgreSQL needs its program {name}: install Debian's postgresql-client, "
            "in a version not older than the server."
        )
    return found
