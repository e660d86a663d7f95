from django.test import Client

from libitum.catalog.models import Artist, Visibility
from libitum.catalog.services import create_release

from .conftest import Publish
from .pages import read


def test_artists_tracks_and_releases_are_found(client: Client, publish: Publish, ada: Artist) -> None:
    track = publish("Élégie")
    create_release(actor=ada.owner, artist=ada, title="Elegies", tracks=[track], visibility=Visibility.PUBLIC)
    page = read(client, "/search?q=eleg")
    assert {track.get_absolute_url(), "/ada-ferrante/releases/elegies"} <= set(page.hrefs)
    assert "/ada-ferrante" in read(client, "/search?q=ferrante").hrefs


def test_nothing_found_says_how_it_searches(client: Client, db: None) -> None:
    page = read(client, "/search?q=%3Cb%3Ezzz")
    assert "Nothing answers to “<b>zzz”." in page.text
    assert "Every word has to occur" in page.text


def test_odd_questions_are_only_questions(client: Client, publish: Publish) -> None:
    publish("Study")
    for question in ("", "%20", '"', "AND", "NEAR(", "*", "%00", "a" * 5000, "🎵", "'; --", "title:x"):
        assert client.get("/search", {"q": question}).status_code == 200, question


def test_results_are_not_for_indexes(client: Client, db: None) -> None:
    assert read(client, "/search?q=x").meta("robots") == "noai, noimageai, noindex"
