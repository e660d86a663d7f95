"""A PostgreSQL for tests that are about it alone, whatever database the run has."""

import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from libitum.common.uids import new_uid

sys.path.append(str(Path(__file__).resolve().parents[3] / "tools"))

from machine import is_root
from postgres import FAST, postgres_server, programs_in_reach, run_as, running

from .certificates import Authority

__all__ = ["Server", "server", "server_by_certificate"]


class Server:
    def __init__(self, url: str) -> None:
        self.url = url

    def database(self, template: str = "template1") -> str:
        """The address of a new one, like the one at the address `template`."""
        name = f"t{new_uid().lower()}"
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(statement.format(sql.Identifier(name), sql.Identifier(template.rpartition("/")[2])))
        return f"{self.url.rpartition('/')[0]}/{name}"


@contextmanager
def server() -> Iterator[Server]:
    with postgres_server() as url:
        yield Server(url)


@contextmanager
def server_by_certificate(authority: Authority) -> Iterator[int]:
    """Its port. It lets in whom `authority` knows by the name of a role, by TLS, and asks nobody for a password."""
    folder = Path(tempfile.mkdtemp(prefix="libitum-postgres-", dir="/tmp" if is_root() else None))  # noqa: S108
    own = authority.issue("localhost")
    files = {"ssl_cert_file": own.certificate, "ssl_key_file": own.key, "ssl_ca_file": authority.certificate}
    try:
        settings = {**FAST, "ssl": "on", "hba_file": str(folder / "hba")}
        (folder / "hba").write_text("hostssl all all 127.0.0.1/32 cert\n")
        for name, source in files.items():
            settings[name] = str(shutil.copy(source, folder / name))
            (folder / name).chmod(0o600)
        if somebody := run_as():
            for path in folder.iterdir():
                shutil.chown(path, somebody["user"], somebody["group"])
        with running(programs_in_reach(folder), folder, settings) as port:
            yield port
    finally:
        shutil.rmtree(folder, ignore_errors=True)
