"""An instance with a home, a database and processes of its own, on SQLite, or on PostgreSQL where the run is."""

import json
import os
import secrets
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

import psycopg

from libitum.ops.tests.prepared import SERVER as POSTGRES
from libitum.ops.tests.prepared import create_database, prepared

STATES = "SELECT state FROM media_processingjob"
PATIENCE_SECONDS = 240


def another_database(template: str = "template1") -> str:
    return create_database(POSTGRES, f"libitum_{secrets.token_hex(6)}", template)


def drop_database(url: str) -> None:
    with psycopg.connect(POSTGRES, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {urlsplit(url).path[1:]} WITH (FORCE)".encode())


class Instance:
    def __init__(self, home: Path, database: str | None = None) -> None:
        self.home = home
        self.database = database if database is not None else another_database() if POSTGRES else ""
        self.environment = {
            **os.environ,
            "LIBITUM_HOME": str(home),
            "DJANGO_SETTINGS_MODULE": "libitum.config.settings",
        }
        self.environment.pop("LIBITUM_DATABASE_URL", None)
        if self.database:
            self.environment["LIBITUM_DATABASE_URL"] = self.database

    def copy(self, home: Path) -> Self:
        shutil.copytree(self.home, home)
        return type(self)(home, another_database(urlsplit(self.database).path[1:]) if self.database else "")

    def close(self) -> None:
        if self.database:
            drop_database(self.database)

    def run(self, *arguments: str) -> str:
        command = [sys.executable, *arguments]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout

    def ask(self, *arguments: str) -> dict[str, Any]:
        answer: dict[str, Any] = json.loads(self.run("-m", "libitum.media.tests.instance", *arguments))
        return answer

    def start(self, *arguments: str) -> "subprocess.Popen[bytes]":
        with (self.home / "programs.log").open("ab") as log:
            return subprocess.Popen([sys.executable, *arguments], env=self.environment, stdout=log, stderr=log)

    def start_worker(self) -> "subprocess.Popen[bytes]":
        return self.start("-m", "libitum", "worker")

    def job_states(self) -> set[str]:
        """Asked of the database itself, as starting a program would take longer than the work."""
        if self.database:
            with psycopg.connect(self.database) as connection:
                return {state for (state,) in connection.execute(STATES)}
        with closing(sqlite3.connect(f"file:{self.home / 'libitum.sqlite3'}?mode=ro", uri=True)) as database:
            return {state for (state,) in database.execute(STATES)}

    def wait_for_work(self) -> bool:
        """Until a job is running; False when all are done."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            states = self.job_states()
            if "running" in states:
                return True
            if states == {"done"}:
                return False
            time.sleep(0.02)
        raise AssertionError("nobody took up the work")

    def wait_until_done(self) -> dict[str, Any]:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline and not self.job_states() <= {"done", "failed"}:
            time.sleep(0.1)
        return self.ask("state")


def prepared_instance(home: Path) -> Instance:
    """One that was prepared as its operator does it."""
    made = prepared(POSTGRES)
    made.copy_home(home)
    return Instance(home, another_database(made.database) if POSTGRES else "")
