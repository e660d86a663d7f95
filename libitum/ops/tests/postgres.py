"""A PostgreSQL for tests that are about it alone, whatever database the run has."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from libitum.common.uids import new_uid

sys.path.append(str(Path(__file__).resolve().parents[3] / "tools"))

from postgres import postgres_server

__all__ = ["Server", "server"]


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
