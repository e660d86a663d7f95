"""What changes tables of PostgreSQL gives way to those who use them, tries again, and says whom it waits for."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from .instances import Instance
from .postgres import Server
from .prepared import ROOT

pytestmark = pytest.mark.own_database


@pytest.fixture(scope="module")
def former(postgres: Server, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database as the release before left it: two migrations are to come."""
    instance = Instance(tmp_path_factory.mktemp("former"), postgres.database())
    with running(instance) as process:
        ends_well(process)
    with psycopg.connect(instance.database_url, autocommit=True) as connection:
        connection.execute("ALTER TABLE waiting_waited DROP COLUMN more")
        connection.execute("DROP INDEX waited_number")
        connection.execute("CREATE INDEX waited_former ON waiting_waited (number)")
        connection.execute("DELETE FROM django_migrations WHERE app = 'waiting' AND name <> '0001_initial'")
        connection.execute("INSERT INTO waiting_waited (number) VALUES (7)")
    return instance.database_url


@pytest.fixture
def instance(former: str, postgres: Server, tmp_path: Path) -> Instance:
    return Instance(tmp_path, postgres.database(former))


@contextmanager
def running(instance: Instance, *arguments: str) -> "Iterator[subprocess.Popen[str]]":
    """`libitum prepare`; killed where the test doesn't come to its end."""
    command = [sys.executable, "-m", "libitum", "prepare", *arguments]
    environment = {**instance.environment, "DJANGO_SETTINGS_MODULE": "libitum.ops.tests.with_waiting"}
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, text=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def ends_well(process: "subprocess.Popen[str]") -> None:
    _, told = process.communicate()
    assert process.returncode == 0, told


def line(process: "subprocess.Popen[str]") -> str:
    assert process.stderr is not None
    return process.stderr.readline()


def reader(instance: Instance) -> "psycopg.Connection[tuple[int]]":
    """Somebody in the middle of a transaction that has read the table."""
    connection = psycopg.connect(instance.database_url, application_name="a long reader")
    connection.execute("SELECT number FROM waiting_waited")
    return connection


def columns(instance: Instance) -> set[str]:
    with psycopg.connect(instance.database_url) as connection:
        query = "SELECT column_name FROM information_schema.columns WHERE table_name = 'waiting_waited'"
        cursor = connection.execute(query)
        return {name for (name,) in cursor}


INDEXES = """
    SELECT indexrelid::regclass::text FROM pg_index
    WHERE indrelid = 'waiting_waited'::regclass AND indisvalid AND NOT indisprimary
"""


def index_is_valid(instance: Instance) -> bool:
    """The new one, and the former one is gone."""
    with psycopg.connect(instance.database_url) as connection:
        return connection.execute(INDEXES).fetchall() == [("waited_number",)]


def test_it_gives_way_tries_again_and_ends_when_the_table_is_free(instance: Instance, tmp_path: Path) -> None:
    second = Instance(tmp_path / "second", instance.database_url)
    with running(instance, "--lock-seconds", "1", "--tries", "30") as process:
        with reader(instance):
            told = line(process)
            assert "a long reader" in told
            assert "Trying again" in told
            with running(second) as other:
                assert "Another program prepares" in line(other)
                # While the one gives way and the other waits for its turn, people read.
                with psycopg.connect(instance.database_url, options="-c statement_timeout=20s") as person:
                    assert person.execute("SELECT number FROM waiting_waited").fetchone() == (7,)
                assert "more" not in columns(instance)
        ends_well(process)
    assert "more" in columns(instance)
    assert index_is_valid(instance)


def test_it_gives_up_in_words_and_leaves_the_table_as_it_was(instance: Instance) -> None:
    with reader(instance), running(instance, "--lock-seconds", "1", "--tries", "1") as process:
        _, told = process.communicate()
        assert process.returncode == 1
        assert "Traceback" not in told
        assert "a long reader" in told
        assert "none is half made" in told
        assert columns(instance) == {"id", "number"}


def test_an_index_that_was_cut_off_is_made_again(instance: Instance) -> None:
    with psycopg.connect(instance.database_url, autocommit=True) as connection:
        connection.execute("INSERT INTO waiting_waited (number) VALUES (7)")
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("CREATE UNIQUE INDEX CONCURRENTLY waited_number ON waiting_waited (number)")
    assert not index_is_valid(instance)
    with running(instance) as process:
        ends_well(process)
    assert index_is_valid(instance)


@pytest.mark.parametrize("former_is_gone", [False, True])
def test_what_was_cut_off_between_two_indexes_is_done_again(instance: Instance, former_is_gone: bool) -> None:
    with psycopg.connect(instance.database_url, autocommit=True) as connection:
        connection.execute("CREATE INDEX waited_number ON waiting_waited (number)")
        if former_is_gone:
            connection.execute("DROP INDEX waited_former")
    with running(instance) as process:
        ends_well(process)
    assert index_is_valid(instance)
