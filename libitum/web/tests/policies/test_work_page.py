"""What machines were told of one work on a day, and what its licence has given anyway."""

import html
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from libitum.catalog.models import Track, Visibility
from libitum.catalog.services import create_secret_link, update_track

from .conftest import Moments, at_noon, day
from .test_site_page import text

pytestmark = pytest.mark.django_db


def page_of(client: Client, track: Track, query: str = "") -> str:
    return html.unescape(text(client, f"/policies/works/{track.uid}{query}"))


def told(page: str) -> list[str]:
    """What each stretch of the day says first."""
    return re.findall(r'policies-version">\s*<div>\s*<h2>([^<]+)</h2>', page)


def test_closed_open_and_closed_again(client: Client, opened: Track) -> None:
    closed, free = "Closed to training", "Open to training by everybody"
    assert told(page_of(client, opened)) == [closed]
    assert told(page_of(client, opened, f"?on={day(at_noon(6))}")) == [closed, free]
    # Within this day the second version of the whole came.
    assert told(page_of(client, opened, f"?on={day(at_noon(5))}")) == [free, free]
    assert told(page_of(client, opened, f"?on={day(at_noon(4))}")) == [free, closed]
    assert told(page_of(client, opened, f"?on={day(at_noon(3))}")) == [closed]


def test_the_headers_and_tags_that_followed(client: Client, opened: Track) -> None:
    page = page_of(client, opened, f"?on={day(at_noon(5))}")
    assert "Content-Usage: train-ai=y, search=y" in page
    assert "TDM-RESERVATION: 0" in page
    assert "train-ai=n" not in page
    now = page_of(client, opened)
    assert "Content-Usage: train-ai=n, search=y" in now
    assert "train-ai=y" not in now
    assert client.get(opened.get_absolute_url()).headers["Content-Usage"] in now


def test_its_turns_lead_to_the_log(client: Client, opened: Track) -> None:
    turns = page_of(client, opened).partition('id="turns"')[2]
    addresses = re.findall(r'href="(/log/entries/\d+)"', turns)
    assert len(addresses) == 2
    for address, state in zip(addresses, ("false", "true"), strict=True):
        entry = html.unescape(text(client, address))
        assert '"type": "signals.work"' in entry
        assert f'"open": {state}' in entry
    assert "As every work begins." in turns


def test_days_that_have_no_answer(client: Client, opened: Track, moments: Moments) -> None:
    assert "wasn't here yet" in page_of(client, opened, f"?on={day(at_noon(7))}")
    assert "wasn't here yet" in page_of(client, opened, "?on=0001-01-01")
    assert "still to come" in page_of(client, opened, f"?on={day(at_noon(-3))}")
    answer = client.get(f"/policies/works/{opened.uid}?on=soon")
    assert answer.status_code == 400
    assert "Write the day as" in answer.content.decode()


@pytest.mark.parametrize(
    ("licence", "words"),
    [
        ("cc-by-4.0", "training included, if they name its author; a signal to machines can't take that back."),
        ("cc-by-nc-4.0", "earn nothing by it; a signal to machines can't take that back."),
        ("cc-by-nd-4.0", "unchanged"),
        ("cc0-1.0", "gave them up"),
    ],
)
def test_what_the_licence_has_given_stands_here_and_on_its_own_page(
    client: Client, song: Track, licence: str, words: str
) -> None:
    update_track(actor=song.artist.owner, track=song, licence=licence)
    [sentence] = set(re.findall(r"<p>((?:Its licence already|Whoever held)[^<]+)</p>", page_of(client, song)))
    assert words in sentence
    assert sentence in html.unescape(text(client, song.get_absolute_url()))


def test_all_rights_reserved_gives_nothing(client: Client, song: Track) -> None:
    assert "It gives machines nothing" in page_of(client, song)
    assert "licence-allows" not in text(client, song.get_absolute_url())


def test_it_is_found_from_the_works_pages(client: Client, song: Track) -> None:
    for page in (song.get_absolute_url(), f"{song.get_absolute_url()}/ai"):
        assert f'href="/policies/works/{song.uid}"' in text(client, page)


def test_a_work_that_is_not_public(client: Client, as_alice: Client, opened: Track) -> None:
    update_track(actor=opened.artist.owner, track=opened, visibility=Visibility.UNLISTED)
    address = f"/policies/works/{opened.uid}"
    assert client.get(address).status_code == 404
    link = create_secret_link(actor=opened.artist.owner, work=opened)
    answer = client.get(f"{address}?key={link.token}")
    assert "This work isn't public" in html.unescape(answer.content.decode())
    assert f'name="key" value="{link.token}"' in answer.content.decode()
    assert "noindex" in answer.headers["X-Robots-Tag"]
    assert "private" in answer.headers["Cache-Control"]
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert as_alice.get(address).status_code == 200


def test_nobody(client: Client, moments: Moments) -> None:
    assert client.get("/policies/works/aaaaaaaaaaaaaaaa").status_code == 404


def test_what_it_costs(client: Client, as_bob: Client, opened: Track) -> None:
    address = f"/policies/works/{opened.uid}?on={day(at_noon(5))}"
    for each in (client, as_bob):
        each.get(address)
        with CaptureQueriesContext(connection) as queries:
            each.get(address)
        assert len(queries) <= 8, [query["sql"] for query in queries]


def test_programs_are_told_the_same(client: Client, opened: Track) -> None:
    answer = client.get(f"/api/v1/tracks/{opened.uid}/signals?on={day(at_noon(5))}")
    assert answer.status_code == 200
    said = answer.json()
    assert [row["open"] for row in said["told"]] == [True, True]
    assert [row["version"] for row in said["told"]] == [1, 2]
    assert said["told"][0]["headers"]["Content-Usage"] == "train-ai=y, search=y"
    assert [row["open"] for row in said["turns"]] == [False, True, False]
    assert [row["entry"] is None for row in said["turns"]] == [True, False, False]
    assert (said["licence"], said["allowance"], said["public"]) == ("all-rights-reserved", "", True)
    assert client.get(f"/api/v1/tracks/{opened.uid}/signals").json()["told"][0]["open"] is False
    ahead = client.get(f"/api/v1/tracks/{opened.uid}/signals?on={day(at_noon(-30))}").json()
    assert (ahead["told"], ahead["to_come"]) == ([], True)


def test_programs_are_told_of_the_whole(client: Client, moments: Moments) -> None:
    said = client.get(f"/api/v1/site/signals?on={day(moments[1])}").json()
    assert [row["number"] for row in said["items"]] == [1, 2]
    for row in said["items"]:
        assert row["file"] == f"/log/files/{row['sha256']}"
        assert row["document"]["files"]["/robots.txt"]
        assert row["entry"] is not None
    [now] = client.get("/api/v1/site/signals").json()["items"]
    assert (now["number"], now["until"]) == (3, None)
    assert client.get(f"/api/v1/site/signals?on={day(moments[0] - timedelta(days=1))}").json()["items"] == []
    for wrong in ("2026-13-01", "20261120", "1"):
        refused = client.get(f"/api/v1/site/signals?on={wrong}")
        assert refused.status_code == 422
        assert "Write the day as 2026-11-20" in refused.content.decode()
