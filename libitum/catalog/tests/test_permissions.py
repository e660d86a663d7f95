"""Nobody changes a work but its owner; moderators take down, they don't edit."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.core.exceptions import PermissionDenied

from libitum.accounts.models import User
from libitum.catalog.models import Artist, Release, ReleaseTrack, SecretLink, Track
from libitum.catalog.services import (
    create_release,
    create_secret_link,
    create_track,
    delete_artist,
    delete_release,
    delete_track,
    publish,
    publish_with_tracks,
    revoke_secret_link,
    set_release_tracks,
    unlist,
    update_artist,
    update_release,
    update_track,
    withdraw,
)


@dataclass(slots=True)
class Works:
    song: Track
    album: Release
    link: SecretLink

    @property
    def artist(self) -> Artist:
        return self.song.artist


@pytest.fixture
def works(song: Track) -> Works:
    owner = song.artist.owner
    album = create_release(actor=owner, artist=song.artist, title="Rooms", tracks=[song])
    return Works(song, album, create_secret_link(actor=owner, work=song))


Act = Callable[[User, Works], object]
ACTS: dict[str, Act] = {
    "create_track": lambda who, works: create_track(actor=who, artist=works.artist, title="Mine"),
    "update_track": lambda who, works: update_track(actor=who, track=works.song, title="Mine"),
    "delete_track": lambda who, works: delete_track(actor=who, track=works.song),
    "publish": lambda who, works: publish(actor=who, work=works.album),
    "publish_with_tracks": lambda who, works: publish_with_tracks(actor=who, release=works.album),
    "unlist": lambda who, works: unlist(actor=who, work=works.song),
    "withdraw": lambda who, works: withdraw(actor=who, work=works.song),
    "create_link": lambda who, works: create_secret_link(actor=who, work=works.song),
    "revoke_link": lambda who, works: revoke_secret_link(actor=who, link=works.link),
    "create_release": lambda who, works: create_release(actor=who, artist=works.artist, title="Mine"),
    "update_release": lambda who, works: update_release(actor=who, release=works.album, title="Mine"),
    "set_release_tracks": lambda who, works: set_release_tracks(actor=who, release=works.album, tracks=[]),
    "delete_release": lambda who, works: delete_release(actor=who, release=works.album),
    "update_artist": lambda who, works: update_artist(actor=who, artist=works.artist, name="Mine"),
    "delete_artist": lambda who, works: delete_artist(actor=who, artist=works.artist),
}


def everything() -> list[object]:
    return [list(model.objects.order_by("pk").values()) for model in (Artist, Track, Release, ReleaseTrack, SecretLink)]


@pytest.mark.parametrize("who", ["bob", "charlie", "mona"])
@pytest.mark.parametrize("act", ACTS)
def test_others_change_nothing(act: str, who: str, works: Works, request: pytest.FixtureRequest) -> None:
    person: User = request.getfixturevalue(who)
    before = everything()
    with pytest.raises(PermissionDenied):
        ACTS[act](person, works)
    assert everything() == before


@pytest.mark.parametrize("act", ACTS)
def test_the_owner_does(act: str, works: Works) -> None:
    before = everything()
    ACTS[act](works.artist.owner, works)
    assert everything() != before


def test_an_owner_who_is_shut_out_changes_nothing(song: Track) -> None:
    owner = song.artist.owner
    owner.is_active = False
    owner.save()
    with pytest.raises(PermissionDenied):
        update_track(actor=owner, track=song, title="Mine")


def test_tracks_of_others_can_not_be_put_into_a_release(works: Works, charlie: User) -> None:
    theirs = create_track(
        actor=charlie, artist=Artist.objects.create(owner=charlie, name="C", slug="c"), title="Theirs"
    )
    with pytest.raises(Exception, match="tracks of yours alone"):
        set_release_tracks(actor=works.artist.owner, release=works.album, tracks=[theirs])
