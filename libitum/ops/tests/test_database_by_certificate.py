"""PostgreSQL that knows an instance by its certificate: no password is anywhere."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import psycopg
import pytest

from libitum.config.certificates import Pair

from .certificates import Authority, replaced
from .instances import Instance
from .postgres import server_by_certificate

pytestmark = pytest.mark.own_database

WHO = "SELECT current_user, ssl, client_dn FROM pg_stat_ssl WHERE pid = pg_backend_pid()"
SERIAL = b"SELECT client_serial FROM pg_stat_ssl WHERE pid = pg_backend_pid()"


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def port(authority: Authority) -> Iterator[int]:
    with server_by_certificate(authority) as port:
        yield port


def address(port: int, root: Path, shown: Pair | None) -> str:
    """As docs/operators/postgresql.md has it."""
    files = {"sslcert": shown.certificate, "sslkey": shown.key} if shown else {}
    query = urlencode({"sslmode": "verify-full", "sslrootcert": root, **files})
    return f"postgres://libitum@localhost:{port}/postgres?{query}"


def test_by_its_certificate_an_instance_is_let_in(port: int, authority: Authority, tmp_path: Path) -> None:
    instance = Instance(tmp_path, address(port, authority.certificate, authority.issue("libitum")))
    asked = f"from django.db import connection\nwith connection.cursor() as c: answer = c.execute({WHO!r}).fetchone()"
    assert instance.ask(asked) == ["libitum", True, "/CN=libitum"]


def test_without_one_it_is_refused_and_says_so(port: int, authority: Authority, tmp_path: Path) -> None:
    done = Instance(tmp_path, address(port, authority.certificate, None)).run("check")
    assert done.returncode == 1
    assert "The database does not answer: " in done.stdout
    assert "connection requires a valid client certificate" in done.stdout


@pytest.mark.parametrize(
    ("name", "hours", "told"),
    [("mallory", 24, "certificate authentication failed"), ("libitum", -1, "certificate expired")],
)
def test_another_name_or_an_end_is_no_way_in(port: int, authority: Authority, name: str, hours: int, told: str) -> None:
    with pytest.raises(psycopg.OperationalError, match=told):
        psycopg.connect(address(port, authority.certificate, authority.issue(name, hours=hours)))


def test_the_word_of_another_authority_counts_on_neither_side(port: int, authority: Authority, tmp_path: Path) -> None:
    other = Authority(tmp_path)
    with pytest.raises(psycopg.OperationalError, match="unknown ca"):
        psycopg.connect(address(port, authority.certificate, other.issue("libitum")))
    with pytest.raises(psycopg.OperationalError, match="certificate verify failed"):
        psycopg.connect(address(port, other.certificate, authority.issue("libitum")))


def test_one_that_is_renewed_counts_from_the_next_connection_on(
    port: int, authority: Authority, tmp_path: Path
) -> None:
    """So they may hold for hours."""
    kept = Pair(tmp_path / "certificate", tmp_path / "key")
    serials = set()
    for _ in range(2):
        replaced(kept, authority.issue("libitum"))
        with psycopg.connect(address(port, authority.certificate, kept)) as connection:
            serials.add(connection.execute(SERIAL).fetchone())
    assert len(serials) == 2
