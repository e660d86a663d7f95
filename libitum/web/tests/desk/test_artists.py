"""Pages that one publishes under."""

import pytest
from django.test import Client

from libitum.accounts.models import User
from libitum.catalog.models import Artist, Track
from libitum.catalog.services import create_artist, update_artist

from .pages import form_in, send


def page_of(artist: Artist) -> str:
    return f"/my/artists/{artist.uid}"


def test_a_page_is_made(as_bob: Client, bob: User) -> None:
    said = {
        "name": "Bob  Kern",
        "place": "Ljubljana",
        "bio": "Accordion.",
        "links-0-label": "",
        "links-0-url": "bobkern.example",
    }
    answer = send(as_bob, "/my/artists/new", "name", **said)
    made = Artist.objects.get(owner=bob)
    assert answer.headers["Location"] == page_of(made)
    assert (made.name, made.slug, made.place, made.bio) == ("Bob Kern", "bob-kern", "Ljubljana", "Accordion.")
    assert [(link.label, link.url) for link in made.links.all()] == [("bobkern.example", "https://bobkern.example")]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": " "}, "This field is required"),
        ({"name": "x" * 121}, "at most 120 characters"),
        ({"bio": "x" * 5001}, "at most 5000 characters"),
        ({"links-0-url": "javascript:alert(1)"}, "Enter a valid URL"),
        ({"links-0-label": "My site"}, "Write the address"),
    ],
)
def test_what_is_wrong_comes_back(as_bob: Client, wrong: dict[str, str], sentence: str) -> None:
    typed = {"name": "Bob", "place": "Ljubljana", **wrong}
    answer = send(as_bob, "/my/artists/new", "name", **typed)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    fields = form_in(answer, "name").fields
    assert all(fields[name] == [value] for name, value in typed.items() if value.strip())
    assert not Artist.objects.exists()


def test_a_new_name_says_that_the_former_address_leads_here(as_alice: Client, ada: Artist) -> None:
    assert "will go on leading here" in as_alice.get(page_of(ada)).content.decode()
    send(as_alice, page_of(ada), "name", name="Zora Neri")
    page = as_alice.get(page_of(ada)).content.decode()
    assert "/ada-ferrante" in page
    ada.refresh_from_db()
    assert ada.slug == "zora-neri"


def test_links_are_changed_and_taken_away(as_alice: Client, ada: Artist) -> None:
    rows = [{"label": name, "url": f"https://{name}.example/"} for name in ("a", "b")]
    update_artist(actor=ada.owner, artist=ada, links=rows)
    send(as_alice, page_of(ada), "name", **{"links-0-DELETE": "on", "links-1-label": "Bee"})
    assert [(link.label, link.url) for link in ada.links.all()] == [("Bee", "https://b.example/")]


def test_the_list_counts(as_alice: Client, song: Track, ada: Artist) -> None:
    create_artist(actor=ada.owner, name="Second name")
    page = " ".join(as_alice.get("/my/artists").content.decode().split())
    assert "1 track, 0 releases" in page
    assert "Second name" in page


def test_deleting_says_how_much_goes(as_alice: Client, song: Track, ada: Artist) -> None:
    assert "1 track under it" in as_alice.get(f"{page_of(ada)}/delete").content.decode()
    as_alice.post(f"{page_of(ada)}/delete")
    assert not Track.objects.exists()


@pytest.mark.parametrize("who", ["as_bob", "as_charlie", "as_mona"])
def test_others_do_not_find_it(request: pytest.FixtureRequest, ada: Artist, who: str) -> None:
    client: Client = request.getfixturevalue(who)
    for address in (page_of(ada), f"{page_of(ada)}/delete"):
        assert client.get(address).status_code == 404
        assert client.post(address, {"name": "Mine"}).status_code == 404
    assert Artist.objects.get(name="Ada Ferrante") == ada
