"""What isn't published is nowhere: every public door is tried with a work in every state."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from libitum.accounts.models import User
from libitum.catalog.models import Artist, Track, Visibility
from libitum.catalog.search import index
from libitum.catalog.services import create_release, create_track, set_tags, take_down
from libitum.media.tests.recordings import record

from .conftest import Publish

TITLE = "Xylographie"


def hide(track: Track, **fields: object) -> None:
    Track.objects.filter(pk=track.pk).update(**fields)


def close_account(track: Track) -> None:
    User.objects.filter(pk=track.artist.owner_id).update(is_active=False)


STATES: dict[str, Callable[[Track], None]] = {
    "private": lambda track: hide(track, visibility=Visibility.PRIVATE),
    "unlisted": lambda track: hide(track, visibility=Visibility.UNLISTED),
    "scheduled": lambda track: hide(track, publish_at=timezone.now() + timedelta(hours=1)),
    "taken down": lambda track: take_down(work=track),
    "artist taken down": lambda track: take_down(work=track.artist),
    "account closed": close_account,
}
LISTS = ["/", "/search?q=boxwood", "/feed.xml", "/ada-ferrante/feed.xml", "/sitemaps/tracks.xml", "/genres/jazz"]


SAID = {
    "private": "only you see it",
    "unlisted": "others by a secret link",
    "scheduled": "This comes out on",
    "taken down": "This was taken down after a notice.",
}


@pytest.fixture
def work(publish: Publish) -> Track:
    track = publish(TITLE, genre="jazz", description="Cut in boxwood.")
    set_tags(track, ["woodcut"])
    index(track)
    return track


@pytest.mark.parametrize("address", LISTS)
def test_what_is_listed_is_found(client: Client, work: Track, address: str) -> None:
    assert TITLE.lower() in client.get(address).content.decode().lower()


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("as_whom", ["anybody", "bob"])
def test_no_door_shows_what_is_not_listed(
    state: str, as_whom: str, work: Track, client: Client, as_bob: Client
) -> None:
    STATES[state](work)
    visitor = as_bob if as_whom == "bob" else client
    for address in LISTS:
        assert TITLE.lower() not in visitor.get(address).content.decode().lower(), address
    for address in (
        work.get_absolute_url(),
        f"{work.get_absolute_url()}/s/not-a-key",
        f"/embed/{work.uid}",
        f"/oembed?url=http://testserver{work.get_absolute_url()}",
        f"/tracks/{work.uid}/download",
        "/tags/woodcut",
    ):
        assert visitor.get(address).status_code == 404, address


@pytest.mark.parametrize("state", ["private", "unlisted", "scheduled", "taken down"])
def test_its_owner_sees_the_page_and_is_told_why_others_do_not(state: str, work: Track, as_alice: Client) -> None:
    STATES[state](work)
    response = as_alice.get(work.get_absolute_url())
    assert response.status_code == 200
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow, noai, noimageai"
    assert response.headers["Cache-Control"] == "private, no-cache"
    text = response.content.decode()
    assert SAID[state] in text
    assert "ld+json" not in text
    assert "og:title" not in text


def test_other_works_leave_out_what_is_not_listed(client: Client, publish: Publish, work: Track) -> None:
    other = publish("Heard")
    assert TITLE in client.get(other.get_absolute_url()).content.decode()
    hide(work, visibility=Visibility.PRIVATE)
    assert TITLE not in client.get(other.get_absolute_url()).content.decode()


def test_a_release_shows_only_the_tracks_that_are_listed(
    client: Client, publish: Publish, work: Track, ada: Artist
) -> None:
    other = publish("Heard")
    release = create_release(
        actor=ada.owner, artist=ada, title="Both", tracks=[work, other], visibility=Visibility.PUBLIC
    )
    hide(work, visibility=Visibility.PRIVATE)
    body = client.get(release.get_absolute_url()).content.decode()
    assert ("Heard" in body, TITLE in body) == (True, False)
    assert "<b>1</b> track" in body


def test_a_track_without_sound_yet_is_in_no_list_and_has_no_embed(client: Client, ada: Artist) -> None:
    track = create_track(
        actor=ada.owner,
        artist=ada,
        title=TITLE,
        visibility=Visibility.PUBLIC,
        rights_basis="holder",
        genre="jazz",
        description="Cut in boxwood.",
    )
    for address in LISTS:
        assert track.slug not in client.get(address).content.decode(), address
    assert client.get(f"/embed/{track.uid}").status_code == 404
    page = client.get(track.get_absolute_url())
    assert "still being prepared" in page.content.decode()
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow, noai, noimageai"
    record(track)
    assert track.slug in client.get("/").content.decode()
