"""An instance of its own with its real web server, which tests may kill."""

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from functools import cached_property
from pathlib import Path
from typing import Any

import psycopg

from libitum.ops.tests.prepared import prepared

PATIENCE_SECONDS = 60
QUERY = """
import json, sqlite3, sys
with sqlite3.connect(sys.argv[1], timeout=30) as database:
    print(json.dumps(list(database.execute(sys.argv[2]))))
"""
MAKE_ALICE = """
from libitum.accounts.models import User
from libitum.catalog.services import create_artist
alice = User.objects.create_user("alice@example.org", "a clear night in March", name="Alice", is_adult=True)
create_artist(actor=alice, name="Ada Ferrante")
"""
SIGN_ALICE_IN = """
from django.test import Client
from libitum.accounts.models import User
client = Client()
client.force_login(User.objects.get())
print(client.cookies["sessionid"].value)
"""


class Site:
    """`url` with its port stays the same however often the server is killed and started.

    `verb`: `web`, or `serve` for one whose workers make something of what arrives. `settings`: more variables.
    `within`: a command in front of each of ours, such as one that enters a place with a disk of its own.
    """

    def __init__(self, home: Path, verb: str = "web", *, within: Sequence[str] = (), **settings: str) -> None:
        self.within = list(within)
        self.home, self.verb, self.output = home, verb, home / "site-output"
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("LIBITUM_", "DJANGO_"))},
            "LIBITUM_HOME": str(home),
            "PORT": str(self.port),
            "DJANGO_SETTINGS_MODULE": "libitum.config.settings",
            **settings,
        }
        self.server: subprocess.Popen[bytes] | None = None

    @property
    def uploads(self) -> str:
        return f"{self.url}/api/v1/uploads"

    def prepare(self) -> None:
        if self.environment["LIBITUM_HOME"] == str(self.home) and "LIBITUM_DATABASE_URL" not in self.environment:
            prepared().copy_home(self.home)
        else:
            self.run("prepare")
        self.run("shell", "--command", MAKE_ALICE)
        self.token = self.run("token", "create", "--user", "alice@example.org", "--scope", "upload").split()[-1]

    @cached_property
    def session(self) -> str:
        """The cookie of a browser in which Alice has signed in."""
        return self.run("shell", "--command", SIGN_ALICE_IN).split()[-1]

    def run(self, *arguments: str, module: str = "libitum") -> str:
        command = [*self.within, sys.executable, "-m", module, *arguments]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout

    def start(self) -> None:
        with (self.output).open("ab") as log:
            command = [*self.within, sys.executable, "-m", "libitum", self.verb]
            self.server = subprocess.Popen(
                command, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not self.listens():
            assert self.server.poll() is None, (self.output).read_text()[-3000:]
            assert time.monotonic() < deadline, "the server did not come up"
            time.sleep(0.05)

    def kill(self) -> None:
        """Every process of the server at once, without a chance to say a word."""
        if self.server is None:
            return
        os.killpg(self.server.pid, signal.SIGKILL)
        self.server.wait()
        self.server = None
        deadline = time.monotonic() + PATIENCE_SECONDS
        while self.listens():
            assert time.monotonic() < deadline, "a part of the server outlived its end"
            time.sleep(0.05)

    def listens(self) -> bool:
        with closing(socket.socket(socket.AF_INET, socket.SOCK_STREAM)) as probe:
            probe.settimeout(1)
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def received(self) -> dict[str, str]:
        """State by file name, asked of the database itself."""
        with closing(sqlite3.connect(f"file:{self.home / 'libitum.sqlite3'}?mode=ro", uri=True)) as database:
            return dict(database.execute("SELECT filename, state FROM media_upload ORDER BY id"))

    def jobs(self) -> Counter[str]:
        """How many there are in each state, whatever else is at work on the database."""
        return Counter(state for (state,) in self.query("SELECT state FROM media_processingjob"))

    def query(self, statement: str) -> list[list[Any]]:
        """Rows, asked of the database itself, as starting a program of ours would take longer than its work."""
        if url := self.environment.get("LIBITUM_DATABASE_URL"):
            with psycopg.connect(url) as connection:
                return [list(row) for row in connection.execute(statement.encode())]
        command = [*self.within, sys.executable, "-c", QUERY, f"{self.environment['LIBITUM_HOME']}/libitum.sqlite3"]
        if self.within:  # SQLite opens no file that it sees only through another process
            done = subprocess.run([*command, statement], capture_output=True, text=True, check=True)
            return list(json.loads(done.stdout))
        with closing(sqlite3.connect(self.home / "libitum.sqlite3", timeout=30)) as database, database:
            return [list(row) for row in database.execute(statement)]

    def part(self, address: str) -> Path:
        """Where the bytes of the upload at `address` lie."""
        return self.home / "uploads" / f"{address.rpartition('/')[2]}.part"


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
