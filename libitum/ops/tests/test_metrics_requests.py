"""Requests are counted by route, method and class of status, and by nothing that a stranger can make up."""

import pytest
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import Client
from django.urls import include, path

from libitum.accounts.models import User
from libitum.catalog.models import Artist, Track
from libitum.media.tests.tus import program_of

from .scraping import Numbers, numbers, scrape, total


def breaks(request: HttpRequest) -> HttpResponse:
    raise LookupError("bob@example.org stands there already")


def streams(request: HttpRequest) -> StreamingHttpResponse:
    return StreamingHttpResponse(iter([b"some", b"more"]))


urlpatterns = [
    path("broken", breaks, name="broken"),
    path("stream", streams, name="stream"),
    path("", include("libitum.config.urls")),
]
pytestmark = [pytest.mark.of_sqlite, pytest.mark.django_db, pytest.mark.urls("libitum.ops.tests.test_metrics_requests")]


def more(before: Numbers, name: str, **labels: str) -> float:
    return total(numbers(), name, **labels) - total(before, name, **labels)


def test_an_answer_is_counted_and_its_time_measured(client: Client) -> None:
    before = numbers()
    for _ in range(3):
        client.get("/search?q=my+illness")
    client.head("/search")
    assert more(before, "http_requests_total", route="search", method="GET", status="2xx") == 3
    assert more(before, "http_requests_total", route="search", method="HEAD", status="2xx") == 1
    assert more(before, "http_request_duration_seconds_count", route="search", method="GET") == 3
    assert more(before, "http_request_duration_seconds_bucket", route="search", method="GET", le="+Inf") == 3
    assert more(before, "http_request_duration_seconds_sum", route="search", method="GET") > 0


def test_refusals_and_redirects_are_counted_wherever_they_come_from(client: Client) -> None:
    before = numbers()
    client.post("/healthz")
    client.get("/", headers={"host": "127.0.0.1:8000"})
    client.get("/", headers={"host": "elsewhere.example"})
    assert more(before, "http_requests_total", route="healthz", method="POST", status="4xx") == 1
    assert more(before, "http_requests_total", route="unmatched", method="GET", status="3xx") == 1
    assert more(before, "http_requests_total", route="unmatched", method="GET", status="4xx") == 1


def test_strangers_can_not_make_series(client: Client) -> None:
    series = len(numbers())
    for n in range(20):
        client.get(f"/wp-{n}.php")
        client.generic(f"BREW{n}", "/search")
        client.get(f"/nobody-{n}")
    found = numbers()
    assert total(found, "http_requests_total", route="unmatched") >= 20
    assert total(found, "http_requests_total", method="other") >= 20
    assert len(found) < series + 100
    client.get("/wp-99.php")
    client.get("/nobody-99")
    assert len(numbers()) == len(found)


def test_an_error_of_ours_is_counted_by_route_and_type() -> None:
    before = numbers()
    Client(raise_request_exception=False).get("/broken")
    assert more(before, "http_exceptions_total", route="broken", type="LookupError") == 1
    assert more(before, "http_requests_total", route="broken", status="5xx") == 1
    assert "bob@example.org" not in scrape()


def test_a_request_holds_its_thread_until_all_is_sent(client: Client) -> None:
    idle = total(numbers(), "http_requests_in_progress")
    streaming = client.get("/stream")
    assert total(numbers(), "http_requests_in_progress") == idle + 1
    assert b"".join(streaming) == b"somemore"
    assert total(numbers(), "http_requests_in_progress") == idle


def test_addresses_titles_and_people_are_nowhere(client: Client, song: Track) -> None:
    client.get(song.get_absolute_url())
    client.get("/search?q=alice@example.org", REMOTE_ADDR="203.0.113.9")
    client.post("/accounts/login/", {"login": "alice@example.org", "password": "hidden"})
    text = scrape()
    for secret in ("First light", "first-light", "ada-ferrante", "Ada Ferrante", "alice@", "203.0.113.9", "hidden"):
        assert secret not in text


def test_bytes_of_recordings_count_once_they_are_kept(alice: User, ada: Artist) -> None:
    before = numbers()
    tus = program_of(alice)
    where = tus.create(10).where
    tus.patch(where, b"1234", offset=0)
    tus.patch(where, b"5678", offset=9)
    assert more(before, "upload_received_bytes_total") == 4
