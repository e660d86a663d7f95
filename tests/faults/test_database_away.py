"""The database is stopped, or locked, while a recording arrives and another one is being made ready.

LIBITUM_AWAY_SECONDS: how long; a minute takes longer than it tells.
"""

import json
import os
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psutil
import pytest

from tests.uploads.sender import Sender
from tests.uploads.site import Site

from .conftest import Mover
from .servers import postgres
from .walking import all_done, digest, eventually, finish, get, kept, look, patch, reads_as_a_sentence, recording

pytestmark = [pytest.mark.own_database, pytest.mark.xdist_group("faults")]

SECONDS = float(os.environ.get("LIBITUM_AWAY_SECONDS", "2"))
LOGGED = "the database does not answer"


def worker_of(site: Site) -> int:
    assert site.server is not None
    return next(p.pid for p in psutil.Process(site.server.pid).children() if "worker" in p.cmdline())


def busy_site(site: Site) -> tuple[Sender, Sender]:
    """Its worker has a recording in hand; half of another one has arrived."""
    whole, half = Sender(site, recording(30)), Sender(site, recording(3))
    finish(whole)
    assert patch(site, half, 0, half.data[:200_000]).status == 204
    eventually(lambda: site.jobs()["running"], "nobody took up the work")
    return whole, half


def goes_on(site: Site, *senders: Sender) -> None:
    """Everything arrives, by the same worker, and nothing counts as anybody's failure."""
    for sender in senders:
        finish(sender)
    eventually(lambda: all_done(site), f"it did not go on: {site.jobs()}")
    seen = look(site)
    assert seen["failures"] == 0
    assert kept(seen) == {digest(sender.data) for sender in senders}
    assert [line for line in seen["wrong"] if not line.startswith("left in uploads")] == []


def wait_until_noticed(site: Site) -> None:
    eventually(lambda: LOGGED in site.output.read_text(), "nobody noticed")
    time.sleep(SECONDS)


def test_postgresql_is_stopped_and_started() -> None:
    with tempfile.TemporaryDirectory() as folder, postgres(Path(folder, "server")) as server:
        site = Site(Path(folder, "home"), "serve", LIBITUM_DATABASE_URL=server.url)
        site.home.mkdir()
        try:
            site.prepare()
            site.start()
            whole, half = busy_site(site)
            worker = worker_of(site)
            with server.away():
                check_what_people_are_told(site)
                check_what_senders_are_told(site, half)
                wait_until_noticed(site)
            assert get(site, "/").status == 200
            goes_on(site, whole, half)
            assert worker_of(site) == worker
        finally:
            site.kill()


def check_what_people_are_told(site: Site) -> None:
    page, program, ready = get(site, "/"), get(site, "/api/v1/tracks"), get(site, "/readyz")
    assert page.status == program.status == ready.status == 503
    assert int(page.headers["Retry-After"]) > 0
    assert int(program.headers["Retry-After"]) > 0
    assert "Un momento" in page.text
    assert reads_as_a_sentence(page.text)
    assert program.problem["code"] == "unavailable"
    assert reads_as_a_sentence(program.problem["detail"])
    assert "database" in json.loads(ready.text)["failing"]
    assert get(site, "/healthz").status == 200


def check_what_senders_are_told(site: Site, half: Sender) -> None:
    answer = patch(site, half, 200_000, half.data[200_000:300_000])
    assert (answer.status, answer.problem["code"]) == (503, "unavailable")
    assert int(answer.headers["Retry-After"]) > 0
    assert reads_as_a_sentence(answer.problem["detail"])


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """By somebody who has begun to write and doesn't end."""
    with closing(sqlite3.connect(path, isolation_level=None, timeout=60)) as database:
        database.execute("BEGIN IMMEDIATE")
        yield
        database.execute("ROLLBACK")


def test_sqlite_is_locked_for_long(moved_into: Mover, tmp_path: Path) -> None:
    site = moved_into(tmp_path, settings={"DJANGO_SETTINGS_MODULE": "tests.faults.impatient"})
    site.start()
    whole, half = busy_site(site)
    worker = worker_of(site)
    with locked(tmp_path / "libitum.sqlite3"):
        assert get(site, "/").status == 200  # readers wait for nobody
        check_what_senders_are_told(site, half)
        wait_until_noticed(site)
    goes_on(site, whole, half)
    assert worker_of(site) == worker
