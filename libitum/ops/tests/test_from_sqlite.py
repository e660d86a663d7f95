"""An instance goes from SQLite to PostgreSQL as a whole, with every value the same, or stays where it is."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from .instances import Instance
from .postgres import Server
from .prepared import ROOT, prepared

pytestmark = pytest.mark.own_database

MUSIC = ROOT / "libitum" / "ops" / "data" / "demo" / "music" / "starfall.ogg"
FILL = f"""
from pathlib import Path
from django.contrib.sessions.backends.db import SessionStore
from libitum.accounts.services import create_person
from libitum.catalog.services import create_artist, create_track, delete_track
from libitum.catalog.services.tracks import set_tags
from libitum.media.services.uploads import receive_file
alice = create_person(email="alice@example.org", password="a clear night in March", name="Alice 🎻 d'Ànco")
ada = create_artist(actor=alice, name="Ada Ferrante", bio="Città\\tcafé\\\\N naïveté\\n\\\\.\\nend")
first = create_track(actor=alice, artist=ada, title="Panic", visibility="public", rights_basis="holder")
set_tags(first, ["dawn", "città"])
gone = create_track(actor=alice, artist=ada, title="Never heard", rights_basis="holder")
receive_file(actor=alice, artist=ada, path=Path({str(MUSIC)!r}), track=first)
delete_track(actor=alice, track=gone)
session = SessionStore()
session["theme"] = "dark"
session.save()
"""

LOOK = """
from django.contrib.sessions.models import Session
from django_tasks_db.models import DBTaskResult
from libitum.accounts.models import User
from libitum.catalog.models import Track
from libitum.catalog.search import backend
from libitum.ledger.models import Entry
from libitum.media.models import ProcessingJob
from libitum.rights.models import Holding
answer = {
    "password": User.objects.get().check_password("a clear night in March"),
    "name": User.objects.get().name,
    "bio": User.objects.get().artists.get().bio,
    "tracks": [[track.uid, track.title, track.updated_at.isoformat()] for track in Track.objects.all()],
    "tags": list(Track.objects.values_list("tags__name", flat=True)),
    "found": backend().match(["panic"], "track", 5),
    "sessions": [session.get_decoded() for session in Session.objects.all()],
    "entries": [[entry.type, bytes(entry.body).decode()] for entry in Entry.objects.order_by("pk")],
    "jobs": list(ProcessingJob.objects.values_list("uid", "state", "fence")),
    "tasks": sorted(str(pk) for pk in DBTaskResult.objects.values_list("pk", flat=True)),
    "holdings": list(Holding.objects.order_by("pk").values_list("uid", "role", "standing")),
}
"""

GROW = """
from libitum.accounts.models import User
from libitum.catalog.services import create_track
alice = User.objects.get()
answer = create_track(actor=alice, artist=alice.artists.get(), title="After the move", rights_basis="holder").pk
"""


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Instance:
    """A stopped instance on SQLite."""
    instance = Instance(tmp_path_factory.mktemp("filled"))
    prepared().copy_home(instance.home)
    instance.do(FILL)
    return instance


@pytest.fixture(scope="module")
def tables(filled: Instance, postgres: Server, tmp_path_factory: pytest.TempPathFactory) -> str:
    """What a move into an empty database leaves that came to nothing: tables without rows."""
    shutil.copytree(filled.home, home := tmp_path_factory.mktemp("refused") / "home")
    refused = Instance(home, postgres.database())
    change(refused, "UPDATE catalog_artist SET bio = ?", "one\x00two")
    assert "catalog_artist.bio holds a character" in refusal(refused)
    return refused.database_url


@pytest.fixture
def instance(filled: Instance, tables: str, postgres: Server, tmp_path: Path) -> Instance:
    """Its home, with an empty PostgreSQL named beside it."""
    shutil.copytree(filled.home, tmp_path / "home")
    return Instance(tmp_path / "home", postgres.database(tables))


def database(instance: Instance) -> Path:
    return instance.home / "libitum.sqlite3"


def change(instance: Instance, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(database(instance))) as connection:
        connection.execute(statement, values)
        connection.commit()


def dump(instance: Instance) -> list[str]:
    """All that the SQLite file says."""
    with closing(sqlite3.connect(f"file:{database(instance)}?mode=ro", uri=True)) as connection:
        return list(connection.iterdump())


def number_of(instance: Instance, table: str) -> int:
    with psycopg.connect(instance.database_url) as connection:
        (number,) = connection.execute(f"SELECT count(*) FROM {table}".encode()).fetchone() or (-1,)  # noqa: S608
        return int(number)


def refusal(instance: Instance, *arguments: str) -> str:
    """What a move says that moves nothing and leaves the file as it was."""
    before = dump(instance)
    done = instance.run("migrate-from-sqlite", *arguments)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert "Nothing was moved" in done.stderr
    assert dump(instance) == before
    assert number_of(instance, "accounts_user") == 0
    return done.stderr


def test_every_row_is_there_and_reads_the_same(instance: Instance) -> None:
    old = Instance(instance.home)
    before, look = dump(old), old.ask(LOOK)
    assert "read the same as in SQLite" in instance.must("migrate-from-sqlite")
    assert dump(old) == before
    assert instance.ask(LOOK) == look
    # No number is given twice, though the row with the highest is gone.
    assert instance.ask(GROW) == 3


def test_while_something_works_on_the_file_it_stays(instance: Instance) -> None:
    with closing(sqlite3.connect(database(instance))) as busy:
        busy.execute("SELECT count(*) FROM accounts_user").fetchone()  # as an idle instance holds it open
        assert "stop the instance" in refusal(instance)


def test_it_goes_to_an_empty_database_only(instance: Instance) -> None:
    with psycopg.connect(instance.database_url) as connection:
        connection.execute("INSERT INTO catalog_tag (name, slug) VALUES ('dawn', 'dawn')")
    assert "is not empty: catalog_tag has rows" in refusal(instance)
    assert number_of(instance, "catalog_tag") == 1


def test_without_a_postgresql_there_is_nowhere_to_go(filled: Instance) -> None:
    done = filled.run("migrate-from-sqlite")
    assert done.returncode == 1
    assert "nowhere to move to" in done.stderr


@pytest.mark.parametrize(
    ("statement", "value", "told"),
    [
        ("UPDATE catalog_artist SET name = ?", "x" * 500, "catalog_artist.name holds a text of 500 characters"),
        ("UPDATE catalog_track SET artist_id = ?", 999, "refers to a row of catalog_artist that isn't there"),
        ("UPDATE catalog_track SET recorded_year = ?", 99_999, "PostgreSQL doesn't take a row of catalog_track"),
    ],
)
def test_what_postgresql_can_not_hold_is_named(instance: Instance, statement: str, value: object, told: str) -> None:
    change(instance, statement, value)
    assert told in refusal(instance)


def test_characters_that_can_not_be_kept_are_replaced_when_asked(instance: Instance) -> None:
    change(instance, "UPDATE catalog_artist SET bio = ?", "one\x00two")
    change(
        instance,
        "UPDATE django_tasks_database_dbtaskresult SET args_kwargs = ?",
        '{"args": ["\\u0000 \\ud83d"], "n": 2.0}',
    )
    said = instance.must("migrate-from-sqlite", "--mend-texts")
    assert "catalog_artist.bio: 1 texts" in said
    with psycopg.connect(instance.database_url) as connection:
        assert connection.execute("SELECT bio FROM catalog_artist").fetchone() == ("one\ufffdtwo",)
        (kept,) = connection.execute("SELECT args_kwargs FROM django_tasks_database_dbtaskresult").fetchone() or ({},)
        assert kept == {"args": ["\ufffd \ufffd"], "n": 2}


def tamper(instance: Instance, table: str, body: str) -> None:
    """Have PostgreSQL do something else with each row of a table that comes in."""
    with psycopg.connect(instance.database_url) as connection:
        connection.execute(
            f"CREATE FUNCTION tampered() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$".encode()
        )
        connection.execute(
            f"CREATE TRIGGER tampered BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION tampered()".encode()
        )


@pytest.mark.parametrize(
    ("table", "body", "told"),
    [
        (
            "catalog_artist",
            "NEW.created_at := NEW.created_at + interval '1 microsecond'; RETURN NEW;",
            "catalog_artist: a row reads differently in PostgreSQL",
        ),
        ("django_session", "RETURN NULL;", "django_session: 1 rows in SQLite, 0 in PostgreSQL"),
    ],
)
def test_what_reads_differently_is_not_moved(instance: Instance, table: str, body: str, told: str) -> None:
    tamper(instance, table, body)
    assert told in refusal(instance)


def test_killed_in_the_middle_it_begins_anew(instance: Instance) -> None:
    tamper(instance, "catalog_artist", "PERFORM pg_sleep(120); RETURN NEW;")
    with psycopg.connect(instance.database_url, autocommit=True) as connection:
        asleep = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'"
        process = subprocess.Popen(
            [sys.executable, "-m", "libitum", "migrate-from-sqlite"],
            cwd=ROOT,
            env=instance.environment,
            stderr=subprocess.DEVNULL,
        )
        while (found := connection.execute(asleep).fetchone()) is None:
            assert process.poll() is None
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        # The server would only notice when its own sleep is over.
        connection.execute("SELECT pg_terminate_backend(%s, 20000)", found)
        assert number_of(instance, "accounts_user") == 0
        connection.execute("DROP TRIGGER tampered ON catalog_artist")
    assert "read the same" in instance.must("migrate-from-sqlite")
