"""Several web processes of one server: whichever is asked tells of all, and of those that are gone."""

import http.client
import os
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import closing, suppress

import psutil
import pytest

from libitum.ops.tests.prepared import prepared
from libitum.ops.tests.scraping import Numbers, number, numbers, total
from tests.uploads.site import PATIENCE_SECONDS, Site

pytestmark = [pytest.mark.own_database, pytest.mark.xdist_group("watched")]
PROCESSES = 2


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    site = Site(tmp_path_factory.mktemp("watched"))
    site.environment["LIBITUM_WEB_PROCESSES"] = str(PROCESSES)
    prepared().copy_home(site.home)
    site.start()
    yield site
    site.kill()


def ask(site: Site, path: str) -> tuple[int, str]:
    with closing(http.client.HTTPConnection("127.0.0.1", site.port, timeout=PATIENCE_SECONDS)) as connection:
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status, response.read().decode()


def scraped(site: Site) -> Numbers:
    status, text = ask(site, "/metrics")
    assert status == 200, site.output.read_text()[-3000:]
    return numbers(text)


def probes(found: Numbers) -> float:
    return total(found, "http_requests_total", route="healthz", status="2xx")


def counters(site: Site) -> set[int]:
    """Numbers of the processes that have counted a request."""
    folder = site.home / "metrics" / str(site.port)
    files = [path for path in folder.glob("counter_*.db") if b"libitum_http_requests_total" in path.read_bytes()]
    return {int(path.stem.rpartition("_")[2]) for path in files}


def ask_until_all_have_answered(site: Site, processes: int) -> int:
    asked = 0
    deadline = time.monotonic() + PATIENCE_SECONDS
    while len(counters(site)) < processes:
        assert time.monotonic() < deadline, "one process answers everything"
        assert ask(site, "/healthz")[0] == 200
        asked += 1
    return asked


def test_whoever_is_asked_tells_of_all_and_of_those_that_are_gone(site: Site) -> None:
    asked = ask_until_all_have_answered(site, PROCESSES)
    assert {probes(scraped(site)) for _ in range(10)} == {asked}
    assert number("http_requests_in_progress", scraped(site)) == 1
    assert number("workers", scraped(site)) == 0

    gone = min(counters(site))
    os.kill(gone, signal.SIGKILL)
    with suppress(psutil.NoSuchProcess):
        psutil.Process(gone).wait(PATIENCE_SECONDS)
    answered = ask_again(site)
    found = scraped(site)
    assert probes(found) == asked + answered
    assert number("http_requests_in_progress", found) == 1
    assert not list((site.home / "metrics").rglob(f"gauge_*_{gone}.db"))
    (left,) = (site.home / "metrics").rglob(f"counter_{gone}.db")
    assert left.stat().st_size < 100_000


def ask_again(site: Site) -> int:
    """The server needs a moment to see that one of its processes is gone."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        with suppress(ConnectionError, http.client.HTTPException):
            assert ask(site, "/healthz")[0] == 200
            return 1
    raise AssertionError("nobody answers any more")


def test_who_leaves_in_the_middle_holds_no_thread(site: Site) -> None:
    with socket.create_connection(("127.0.0.1", site.port), timeout=PATIENCE_SECONDS) as leaving:
        leaving.sendall(f"GET /source.tar.gz HTTP/1.1\r\nHost: localhost:{site.port}\r\n\r\n".encode())
        assert leaving.recv(12) == b"HTTP/1.1 200"
    deadline = time.monotonic() + PATIENCE_SECONDS
    while number("http_requests_in_progress", scraped(site)) != 1:
        assert time.monotonic() < deadline, "the gauge never came back"


def test_a_new_server_begins_at_nothing(site: Site) -> None:
    ask(site, "/healthz")
    site.kill()
    site.start()
    assert probes(scraped(site)) == 0
