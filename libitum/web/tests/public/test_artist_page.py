from django.test import Client

from libitum.accounts.models import User
from libitum.catalog.models import Artist, Visibility
from libitum.catalog.services import create_release, take_down, update_artist

from .conftest import Publish
from .pages import read


def test_it_shows_who_they_are_and_what_they_published(
    client: Client, publish: Publish, alice: User, ada: Artist
) -> None:
    track = publish("Study")
    create_release(actor=alice, artist=ada, title="Album", tracks=[track], visibility=Visibility.PUBLIC)
    update_artist(
        actor=alice,
        artist=ada,
        bio="Plays the viola.",
        curated_note="This page is kept by friends.",
        links=[{"label": "Website", "url": "https://example.org/ada"}],
    )
    page = read(client, "/ada-ferrante")
    for words in ("Trieste", "Plays the viola.", "This page is kept by friends.", "Album", "Study"):
        assert words in page.text, words
    link = next(each for each in page.links if each["href"] == "https://example.org/ada")
    assert {"nofollow", "noopener", "external"} <= set(link["rel"].split())
    assert "/ada-ferrante/feed.xml" in page.hrefs
    assert f"/notices/new?about=artist:{ada.uid}" in page.hrefs
    assert page.data[0]["@type"] == "MusicGroup"
    assert page.data[0]["sameAs"] == ["https://example.org/ada"]


def test_long_lists_go_on_under_older(client: Client, publish: Publish, ada: Artist) -> None:
    for number in range(22):
        publish(f"Study {number:02}")
    page = read(client, "/ada-ferrante")
    following = next(link["href"] for link in page.links if link.get("rel") == "next")
    assert "Study 21" in read(client, f"/ada-ferrante{following}").text


def test_an_artist_without_works_is_calm(client: Client, ada: Artist) -> None:
    assert "Nothing to hear yet." in read(client, "/ada-ferrante").text


def test_a_page_taken_down_is_its_owner_s_alone(client: Client, as_alice: Client, as_mona: Client, ada: Artist) -> None:
    take_down(work=ada)
    assert client.get("/ada-ferrante").status_code == 404
    assert "taken down" in read(as_alice, "/ada-ferrante").text
    assert as_mona.get("/ada-ferrante").headers["X-Robots-Tag"] == "noindex, nofollow, noai, noimageai"
