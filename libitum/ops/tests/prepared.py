"""One instance is prepared for a whole run of tests, and others begin as its copies: it takes ten seconds each time."""

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parents[3]
SERVER = os.environ.get("LIBITUM_TEST_DATABASE_URL", "")
# Of the run, whose processes all have the same one (conftest.py); what is no run of tests gets one of its own.
FOLDER = Path(os.environ.get("LIBITUM_TEST_SHARED") or tempfile.mkdtemp(prefix="libitum-test-shared-"))


@dataclass(frozen=True)
class Prepared:
    """`database`: its name on the server of the run, or nothing on SQLite."""

    home: Path
    database: str

    def copy_home(self, home: Path) -> None:
        shutil.copytree(self.home, home, dirs_exist_ok=True)


@cache
def prepared(server: str = "", verb: str = "prepare") -> Prepared:
    """As `libitum prepare` leaves one that nobody has used: made by whoever of the run's processes wants it first.

    With `migrate` as verb its tables alone, which are empty.
    """
    kind = "postgresql" if server else "sqlite"
    made = Prepared(FOLDER / f"{kind}-{verb}", f"{verb}_{FOLDER.name}" if server else "")
    with (FOLDER / f"lock-{verb}").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.home.exists():
            make(made, server, verb)
    return made


def make(wanted: Prepared, server: str, verb: str) -> None:
    url = create_database(server, wanted.database) if server else ""
    unfinished = wanted.home.with_suffix(".unfinished")
    done = subprocess.run(
        [sys.executable, "-m", "libitum", verb],
        cwd=ROOT,
        env=environment_of(unfinished, url),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    unfinished.rename(wanted.home)


def environment_of(home: Path, database_url: str) -> dict[str, str]:
    """An operator's, who has set nothing but where the instance lies."""
    others = {k: v for k, v in os.environ.items() if not k.startswith("LIBITUM_") and k != "DJANGO_SETTINGS_MODULE"}
    database = {"LIBITUM_DATABASE_URL": database_url} if database_url else {}
    return {**others, "LIBITUM_HOME": str(home), **database}


def create_database(server: str, name: str, template: str = "template1") -> str:
    """A new database beside the one of the run; one of the same name is lost."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}"'.encode())
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'.encode())
    return f"{server.rpartition('/')[0]}/{name}"
