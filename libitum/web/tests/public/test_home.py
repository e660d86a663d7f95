import pytest
from django.test import Client
from django.utils import timezone

from libitum.catalog.models import Artist, Visibility
from libitum.catalog.services import create_release

from .conftest import Publish
from .pages import read


def test_newest_come_first_and_play_as_one_queue(client: Client, publish: Publish) -> None:
    newer, older = publish("Later thought"), publish("First thought")
    page = read(client, "/")
    plays = [given["data-play"] for given in page.find("button") if "data-play" in given]
    assert plays == [newer.uid, older.uid]
    assert page.find("ol", data_queue="")
    assert page.text.index("Later thought") < page.text.index("First thought")


def test_a_row_names_artist_genre_year_and_length(client: Client, publish: Publish) -> None:
    publish("Rag", genre="ragtime", recorded_year=1901)
    text = read(client, "/").text.replace("Ragtime,", "Ragtime ,")
    assert "Rag Ada Ferrante Ragtime , 1901 tacet: closed to generative AI 3:00" in text


def test_twenty_to_a_page_and_none_lost_between_pages(client: Client, publish: Publish) -> None:
    titles = [publish(f"Study {number:02}").title for number in range(45)]
    seen, address = [], "/"
    for expected in (20, 20, 5):
        page = read(client, address)
        found = [title for title in titles if title in page.text]
        assert len(found) == expected
        seen += found
        following = [link["href"] for link in page.links if link.get("rel") == "next"]
        address = f"/{following[0]}" if following else ""
    assert (seen, address) == (titles, "")


def test_works_of_the_same_instant_are_all_shown(client: Client, publish: Publish) -> None:
    moment = timezone.now()
    for number in range(25):
        publish(f"Chord {number:02}", publish_at=moment)
    first = read(client, "/")
    second = read(client, "/" + next(link["href"] for link in first.links if link.get("rel") == "next"))
    assert all((f"Chord {number:02}" in first.text) != (f"Chord {number:02}" in second.text) for number in range(25))


def test_releases_are_listed_on_the_first_page_alone(client: Client, publish: Publish, ada: Artist) -> None:
    tracks = [publish(f"Study {number:02}") for number in range(21)]
    create_release(actor=ada.owner, artist=ada, title="All studies", tracks=tracks, visibility=Visibility.PUBLIC)
    first = read(client, "/")
    assert "All studies" in first.text
    second = read(client, "/" + next(link["href"] for link in first.links if link.get("rel") == "next"))
    assert "All studies" not in second.text
    assert second.meta("robots") == "noai, noimageai, noindex"


def test_a_new_instance_invites_the_first_recording(client: Client, db: None) -> None:
    page = read(client, "/")
    assert "Silence, so far." in page.text
    assert "/upload" in page.hrefs


@pytest.mark.parametrize("cursor", ["x", "-", "99999999999999999999999-a", "--", "%00"])
def test_a_cursor_that_is_none_is_refused_in_words(client: Client, db: None, cursor: str) -> None:
    assert "Begin again at its first page" in read(client, f"/?before={cursor}", status=400).text


def test_there_is_no_page_beyond_the_last(client: Client, publish: Publish) -> None:
    publish("Alone")
    read(client, "/?before=5-aaaaaaaaaaaaaaaa", status=404)
