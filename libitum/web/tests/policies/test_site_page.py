"""What machines are told, now and on any day: for everybody, with its place in the log."""

import hashlib
import html
import json
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from libitum.crawlers.models import SignalSet
from libitum.ledger.models import Entry

from .conftest import Moments, day

pytestmark = pytest.mark.django_db
TEXTS = re.compile(
    r"<summary>(?:<code>)?([^<]+)(?:</code>)?</summary>\s*<pre tabindex=\"0\"><code>(.*?)</code></pre>", re.DOTALL
)


def text(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return answer.content.decode()


def served(client: Client, path: str) -> bytes:
    answer = client.get(path)
    data: bytes = answer.getvalue()
    answer.close()
    return data


def carriers(page: str) -> dict[str, str]:
    return {name: html.unescape(text) for name, text in TEXTS.findall(page)}


def test_before_anything_is_on_record_it_says_so(client: Client) -> None:
    assert "not prepared yet" in text(client, "/policies/")


def test_what_is_shown_is_what_is_served_now(client: Client, moments: Moments) -> None:
    page = text(client, "/policies/")
    shown = carriers(page)
    for path in ("/robots.txt", "/.well-known/tdmrep.json", "/policies/tdm/1", "/rsl.xml"):
        assert shown[path] == client.get(path).content.decode(), path
    headers = client.get("/about").headers
    for line in shown["Headers of every page, file and answer"].splitlines():
        name, _colon, value = line.partition(": ")
        assert headers[name] == value
    assert "Version 3" in page
    assert "It binds only who reads it" in page


def test_what_the_log_hashed_is_what_a_past_day_shows(client: Client, moments: Moments) -> None:
    """From the entry in the log to the file under its hash to the page: the same words."""
    page = text(client, f"/policies/?on={day(moments[0] + timedelta(days=1))}")
    [entry] = [e for e in Entry.objects.all() if b'"number":1' in bytes(e.body) and b"signals.publish" in bytes(e.body)]
    digest = json.loads(bytes(entry.body))["sha256"]
    assert f'href="/log/entries/{entry.position}"' in page
    assert digest in text(client, f"/log/entries/{entry.position}")
    assert f"/log/files/{digest}" in page
    published = served(client, f"/log/files/{digest}")
    assert hashlib.sha256(published).hexdigest() == digest
    said = json.loads(published)
    shown = carriers(page)
    assert {path: shown[path] for path in said["files"]} == said["files"]
    assert "User-agent: GPTBot\n" in shown["/robots.txt"]
    # Not what is served today.
    assert shown["/robots.txt"] != client.get("/robots.txt").content.decode()


@pytest.mark.parametrize(
    ("days", "versions"), [(0, [1]), (1, [1]), (2, [1, 2]), (4, [2]), (5, [2, 3]), (6, [3]), (7, [3])]
)
def test_all_that_held_at_any_time_of_a_day(client: Client, moments: Moments, days: int, versions: list[int]) -> None:
    page = text(client, f"/policies/?on={day(moments[0] + timedelta(days=days))}")
    assert [int(number) for number in re.findall(r'id="version-(\d+)"', page)] == versions


def test_days_that_have_no_answer(client: Client, moments: Moments) -> None:
    assert "the first version came later" in text(client, f"/policies/?on={day(moments[0] - timedelta(days=1))}")
    assert "the first version came later" in text(client, "/policies/?on=0001-01-01")
    assert "still to come" in text(client, f"/policies/?on={day(moments[2] + timedelta(days=9))}")
    assert "still to come" in text(client, "/policies/?on=9999-12-31")


@pytest.mark.parametrize(
    "wrong", ["yesterday", "20261120", "2026-13-01", "2026-02-30", "2026-11-20T00:00", "%00", "²026-11-20"]
)
def test_what_is_no_day_is_answered_with_a_sentence(client: Client, moments: Moments, wrong: str) -> None:
    page = text(client, f"/policies/?on={wrong}", 400)
    assert "Write the day as 2026-11-20" in page
    assert 'aria-invalid="true"' in page
    assert "still to come" not in page


def test_the_history_says_what_changed(client: Client, moments: Moments) -> None:
    page = html.unescape(text(client, "/policies/").partition('id="history"')[2])
    assert "No longer asked to stay away: GPTBot." in page
    assert "Asked to stay away from now on: facebookexternalhit" in page
    assert "Closed: Link previews." in page
    assert page.index("Version 3") < page.index("Version 2") < page.index("Version 1")
    assert page.count("Its entry in the log") == 3
    assert "The first." in page


def test_a_long_history_goes_on_on_another_page(client: Client, moments: Moments) -> None:
    page = text(client, "/policies/?before=2").partition('id="history"')[2]
    assert "Version 1" in page
    assert "Version 2" not in page
    assert text(client, "/policies/?before=x&on=")


def test_a_document_that_was_changed_is_shown_to_nobody(client: Client, moments: Moments) -> None:
    row = SignalSet.objects.get(number=3)
    SignalSet.objects.filter(number=3).update(document=row.document.replace("train-ai=n", "train-ai=y"))
    page = html.unescape(text(client, "/policies/"))
    assert "isn't what the log names" in page
    assert "train-ai=y" not in page
    assert f"/log/files/{row.sha256}" in page


def test_whom_to_ask(client: Client, moments: Moments, settings: Settings) -> None:
    settings.CONTACT_EMAIL = ""
    assert "named no address" in text(client, "/policies/")
    settings.CONTACT_EMAIL = "rights@example.org"
    page = text(client, "/policies/").partition('id="ask"')[2]
    assert 'href="mailto:rights@example.org"' in page


def test_it_is_linked_and_on_the_map(client: Client, moments: Moments) -> None:
    assert text(client, "/ai").count('href="/policies/"') == 2
    assert 'href="/policies/"' in text(client, "/about")
    assert "/policies/</loc>" in text(client, "/sitemaps/pages.xml")
    assert "noindex" not in client.get("/policies/").headers["X-Robots-Tag"]
    assert "noindex" in client.get(f"/policies/?on={day(moments[1])}").headers["X-Robots-Tag"]


@pytest.mark.parametrize("query", ["", "?on=today"])
def test_what_it_costs(client: Client, as_bob: Client, moments: Moments, query: str) -> None:
    address = "/policies/" + query.replace("today", day(moments[1]))
    for each in (client, as_bob):
        each.get(address)
        with CaptureQueriesContext(connection) as queries:
            each.get(address)
        assert len(queries) <= 8, [query["sql"] for query in queries]
