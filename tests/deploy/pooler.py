"""PgBouncer, as `docs/operators/postgresql.md` has it: it lends connections by the transaction."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

import psycopg
from psycopg.rows import dict_row

from tests.uploads.site import free_port

sys.path.append(str(Path(__file__).resolve().parents[2] / "tools"))

from postgres import run_as

PATIENCE = 20
CONFIGURATION = """\
[databases]
* = host={host} port={port} user={user}

[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {own}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = {connections}
max_client_conn = 200
"""


class Pooler:
    def __init__(self, database: str, *, connections: int) -> None:
        self.port = free_port()
        at = urlsplit(database)
        self.url = f"postgres://{at.username}@127.0.0.1:{self.port}{at.path}"
        self.name = at.path.removeprefix("/")
        self.configuration = CONFIGURATION.format(
            host=at.hostname, port=at.port, user=at.username, own=self.port, connections=connections
        )
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        # It refuses to run as root, and whoever runs it instead must be able to read it.
        somebody = run_as()
        self.folder = Path(tempfile.mkdtemp(prefix="libitum-pooler-", dir="/tmp" if somebody else None))  # noqa: S108
        path = self.folder / "pgbouncer.ini"
        path.write_text(self.configuration)
        if somebody:
            os.chown(self.folder, somebody["user"], somebody["group"])
        with (self.folder / "log").open("wb") as log:
            self.process = subprocess.Popen(
                [str(shutil.which("pgbouncer")), str(path)], stdout=log, stderr=log, cwd=self.folder, **somebody
            )
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                self.asked("SHOW VERSION")
            except psycopg.OperationalError:
                assert self.process.poll() is None, (self.folder / "log").read_text()
                assert time.monotonic() < deadline, "the pooler did not come up"
                time.sleep(0.05)
            else:
                return self

    def __exit__(self, *_: object) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait()
        shutil.rmtree(self.folder)

    def asked(self, command: str) -> list[dict[str, Any]]:
        """Its own console: a database of this name that knows a few commands."""
        url = f"{self.url.rpartition('/')[0]}/pgbouncer"
        with psycopg.connect(url, autocommit=True, row_factory=dict_row, prepare_threshold=None) as console:
            return console.execute(command.encode()).fetchall()

    def connections(self) -> int:
        """To the server, for the instance's database."""
        return sum(row["database"] == self.name for row in self.asked("SHOW SERVERS"))

    def transactions(self) -> int:
        return sum(int(row["total_xact_count"]) for row in self.asked("SHOW STATS") if row["database"] == self.name)
