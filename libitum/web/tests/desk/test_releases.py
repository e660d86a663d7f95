"""Releases: a list, a form, an order."""

import pytest
from django.test import Client

from libitum.accounts.models import User
from libitum.catalog.models import Artist, Release, Track
from libitum.catalog.selectors.desk import tracks_in
from libitum.catalog.services import create_artist, create_release, create_track

from .pages import form_in, send


@pytest.fixture
def three(ada: Artist) -> list[Track]:
    return [create_track(actor=ada.owner, artist=ada, title=title) for title in ("One", "Two", "Three")]


@pytest.fixture
def album(three: list[Track], ada: Artist) -> Release:
    return create_release(actor=ada.owner, artist=ada, title="Rooms", tracks=three)


def page_of(album: Release) -> str:
    return f"/my/releases/{album.uid}"


def order(album: Release) -> list[str]:
    return [track.title for track in tracks_in(album)]


def test_the_list_says_what_and_how_much(as_alice: Client, album: Release) -> None:
    page = " ".join(as_alice.get("/my/releases").content.decode().split())
    assert "Rooms" in page
    assert "3 tracks" in page
    assert "Private" in page


def test_a_new_one_needs_a_page_to_stand_under(as_bob: Client, bob: User) -> None:
    assert as_bob.get("/my/releases/new").headers["Location"] == "/my/artists/new"
    artist = create_artist(actor=bob, name="Bob")
    answer = send(as_bob, "/my/releases/new", "title", title="First", kind="ep", artist=str(artist.pk))
    made = Release.objects.get()
    assert answer.headers["Location"] == page_of(made)
    assert (made.title, made.kind, made.visibility) == ("First", "ep", "private")


def test_nobody_makes_one_under_the_name_of_somebody_else(as_bob: Client, bob: User, ada: Artist) -> None:
    create_artist(actor=bob, name="Bob")
    answer = send(as_bob, "/my/releases/new", "title", title="First", artist=str(ada.pk))
    assert answer.status_code == 422
    assert not Release.objects.exists()


def test_it_is_changed(as_alice: Client, album: Release) -> None:
    send(as_alice, page_of(album), "title", title="Halls", kind="single", description="Three of them.")
    album.refresh_from_db()
    assert (album.title, album.kind, album.description) == ("Halls", "single", "Three of them.")
    assert album.slug == "halls"
    assert order(album) == ["One", "Two", "Three"]


def test_what_is_wrong_comes_back_in_the_order_typed(as_alice: Client, album: Release) -> None:
    uids = [track.uid for track in tracks_in(album)]
    answer = send(as_alice, page_of(album), "title", title="", description="Kept", track=uids[::-1])
    assert answer.status_code == 422
    fields = form_in(answer, "title").fields
    assert (fields["description"], fields["track"]) == (["Kept"], uids[::-1])
    assert order(album) == ["One", "Two", "Three"]


@pytest.mark.parametrize(
    ("button", "which", "wanted"),
    [
        ("up", "Two", ["Two", "One", "Three"]),
        ("up", "One", ["One", "Two", "Three"]),
        ("down", "Two", ["One", "Three", "Two"]),
        ("down", "Three", ["One", "Two", "Three"]),
        ("drop", "Two", ["One", "Three"]),
    ],
)
def test_buttons_move_lines_and_save_nothing(
    as_alice: Client, album: Release, button: str, which: str, wanted: list[str]
) -> None:
    names = {track.uid: track.title for track in tracks_in(album)}
    uid = next(uid for uid, title in names.items() if title == which)
    answer = send(as_alice, page_of(album), "title", title="Typed", **{button: uid})
    assert answer.status_code == 200
    fields = form_in(answer, "title").fields
    assert [names[uid] for uid in fields["track"]] == wanted
    assert fields["title"] == ["Typed"]
    assert order(album) == ["One", "Two", "Three"]
    as_alice.post(page_of(album), fields)
    assert order(album) == wanted


def test_a_track_is_added_and_saved(as_alice: Client, album: Release, song: Track) -> None:
    answer = send(as_alice, page_of(album), "title", add="1", track_to_add=song.uid)
    as_alice.post(page_of(album), form_in(answer, "title").fields)
    assert order(album) == ["One", "Two", "Three", "First light"]


def test_tracks_of_others_and_inventions_are_left_out(as_alice: Client, album: Release, charlie: User) -> None:
    theirs = create_track(actor=charlie, artist=create_artist(actor=charlie, name="C"), title="Theirs")
    uids = [track.uid for track in tracks_in(album)]
    send(as_alice, page_of(album), "title", track=[theirs.uid, uids[0], "nonsense", uids[0]])
    assert order(album) == ["One"]


def test_deleting_it_leaves_the_tracks(as_alice: Client, album: Release) -> None:
    assert "its tracks, each as it is" in as_alice.get(f"{page_of(album)}/delete").content.decode()
    as_alice.post(f"{page_of(album)}/delete")
    assert not Release.objects.exists()
    assert Track.objects.count() == 3


@pytest.mark.parametrize("who", ["as_bob", "as_charlie", "as_mona"])
@pytest.mark.parametrize("end", ["", "/publish", "/delete"])
def test_others_do_not_find_it(request: pytest.FixtureRequest, album: Release, who: str, end: str) -> None:
    client: Client = request.getfixturevalue(who)
    assert client.get(page_of(album) + end).status_code == 404
    assert client.post(page_of(album) + end).status_code == 404
