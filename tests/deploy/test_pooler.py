"""Web processes through PgBouncer, which lends a connection to somebody else after each transaction."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest

from libitum.ops.tests.postgres import Server, server
from tests.uploads.site import Site

from .asking import Answer, Door
from .conftest import require
from .pooler import Pooler

pytestmark = pytest.mark.own_database

# Many more who ask than connections there are.
CONNECTIONS = 2
ASKING = 8
EACH = 3


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    require("pgbouncer")
    with server() as found:
        yield Server(found.url).database()


@pytest.fixture(scope="module")
def pooler(database: str) -> Iterator[Pooler]:
    with Pooler(database, connections=CONNECTIONS) as started:
        yield started


@pytest.fixture(scope="module")
def pooled(database: str, pooler: Pooler, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    addresses = {"LIBITUM_DATABASE_URL": database, "LIBITUM_DATABASE_POOLER_URL": pooler.url}
    site = Site(tmp_path_factory.mktemp("pooled"), "serve", **addresses, LIBITUM_WEB_PROCESSES="2", LIBITUM_WORKERS="1")
    site.prepare()
    site.start()
    try:
        yield site
    finally:
        site.kill()


def test_many_ask_and_write_through_few_connections(pooled: Site, pooler: Pooler) -> None:
    key = pooled.run("token", "create", "--user", "alice@example.org", "--scope", "works").split()[-1]
    ((artist,),) = pooled.query("SELECT uid FROM catalog_artist")
    door = Door(pooled.port, always={"Host": f"localhost:{pooled.port}"})
    cookie = {"Cookie": f"sessionid={pooled.session}"}

    def sent(path: str, method: str, **body: Any) -> Answer:
        about = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
        return door.ask(path, about, method=method, body=json.dumps(body).encode())

    def work(number: int) -> list[int]:
        """What one person does: makes a work, publishes it, which the log notes, and looks around."""
        statuses = []
        for each in range(EACH):
            made = sent("/api/v1/tracks", "POST", artist=artist, title=f"Work {number} of day {each}")
            assert made.status == 201, made
            uid = json.loads(made.body)["id"]
            public = sent(f"/api/v1/tracks/{uid}", "PATCH", visibility="public", rights_basis="holder")
            pages = [door.ask(path, cookie) for path in ("/", "/search?q=work", "/my/tracks", "/api/v1/tracks")]
            statuses += [made.status, public.status, *(page.status for page in pages)]
        return statuses

    with ThreadPoolExecutor(ASKING) as people:
        answers = [status for statuses in people.map(work, range(ASKING)) for status in statuses]
    assert answers == [201, *[200] * 5] * EACH * ASKING
    assert pooled.query("SELECT count(*), count(DISTINCT title) FROM catalog_track WHERE visibility = 'public'") == [
        [ASKING * EACH, ASKING * EACH]
    ]
    assert pooled.query("SELECT count(*) FROM ledger_entry WHERE type = 'work.register'") == [[ASKING * EACH]]
    assert 0 < pooler.connections() <= CONNECTIONS
    # They did go through it: workers and commands don't.
    assert pooler.transactions() > ASKING * EACH * 6


def test_nothing_of_one_stays_with_the_next(pooled: Site, pooler: Pooler) -> None:
    """A setting that a web process left in a connection would be somebody else's."""
    with psycopg.connect(pooler.url, autocommit=True, prepare_threshold=None) as connection:
        told = {
            name: connection.execute(f"SHOW {name}".encode()).fetchall()
            for name in ("statement_timeout", "lock_timeout", "default_transaction_isolation", "TimeZone")
        }
        held = b"SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()"
        locks = connection.execute(held).fetchone()
        prepared = connection.execute(b"SELECT count(*) FROM pg_prepared_statements").fetchone()
    with psycopg.connect(pooled.environment["LIBITUM_DATABASE_URL"]) as connection:
        fresh = {name: connection.execute(f"SHOW {name}".encode()).fetchall() for name in told}
    assert told == fresh
    assert (locks, prepared) == ((0,), (0,))
