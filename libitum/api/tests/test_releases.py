"""Tracks in an order, under one title."""

import pytest

from libitum.accounts.models import User
from libitum.catalog.models import Artist, Release, Track, Visibility
from libitum.catalog.services import create_release, create_track

from .programs import ANYBODYS, Program, fields_of, json_of, program_of


@pytest.fixture
def hers(alice: User) -> Program:
    return program_of(alice, "read", "works")


def test_a_release_from_its_making_to_its_end(hers: Program, ada: Artist, song: Track) -> None:
    draft = create_track(actor=ada.owner, artist=ada, title="Draft")
    made = hers.post("/releases", artist=ada.uid, title="Lights", kind="ep", tracks=[draft.uid, song.uid])
    assert made.status_code == 201, made.content
    release = json_of(made)
    where = f"/releases/{release['id']}"
    assert (made["Location"], release["url"]) == (f"/api/v1{where}", "/ada-ferrante/releases/lights")
    assert ANYBODYS.get(where).status_code == 404

    hers.patch(where, visibility="public", description="Two.")
    seen = json_of(ANYBODYS.get(where))
    assert (seen["kind"], seen["description"], seen["mine"]) == ("ep", "Two.", False)
    # Each track keeps its own visibility.
    assert [track["id"] for track in seen["tracks"]] == [song.uid]
    assert [track["id"] for track in json_of(hers.get(where))["tracks"]] == [draft.uid, song.uid]

    hers.patch(where, tracks=[song.uid, draft.uid])
    assert [track["id"] for track in json_of(hers.get(where))["tracks"]] == [song.uid, draft.uid]
    assert [row["id"] for row in json_of(ANYBODYS.get("/releases", artist=ada.uid))["items"]] == [release["id"]]
    assert hers.delete(where).status_code == 204
    assert Track.objects.count() == 2


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"title": ""}, "title"),
        ({"kind": "mixtape"}, "kind"),
        ({"tracks": ["a" * 16]}, "tracks.0"),
        ({"tracks": ["short"]}, "tracks.0"),
        ({"visibility": "everyone"}, "visibility"),
    ],
)
def test_what_cant_be_is_refused_field_by_field(
    hers: Program, ada: Artist, body: dict[str, object], field: str
) -> None:
    release = create_release(actor=ada.owner, artist=ada, title="Lights")
    response = hers.patch(f"/releases/{release.uid}", **body)
    assert response.status_code == 422
    assert fields_of(response) == {field}


def test_tracks_twice_or_of_others_dont_come_in(hers: Program, ada: Artist, song: Track, charlie: User) -> None:
    other = Artist.objects.create(owner=charlie, name="Charles", slug="charles")
    his = create_track(actor=charlie, artist=other, title="His", visibility=Visibility.PUBLIC, rights_basis="holder")
    for tracks in ([song.uid, song.uid], [his.uid]):
        response = hers.post("/releases", artist=ada.uid, title="Lights", tracks=tracks)
        assert response.status_code == 422
    assert not Release.objects.exists()


def test_only_the_artist_changes_a_release(ada: Artist, charlie: User) -> None:
    release = create_release(actor=ada.owner, artist=ada, title="Lights", visibility=Visibility.PUBLIC)
    his = program_of(charlie, "read", "works")
    assert his.patch(f"/releases/{release.uid}", title="Mine").status_code == 403
    assert his.delete(f"/releases/{release.uid}").status_code == 403
    release.visibility = Visibility.PRIVATE
    release.save()
    assert his.delete(f"/releases/{release.uid}").status_code == 404


def test_the_releases_that_a_track_stands_in(hers: Program, ada: Artist, song: Track) -> None:
    out = create_release(actor=ada.owner, artist=ada, title="Lights", tracks=[song], visibility=Visibility.PUBLIC)
    draft = create_release(actor=ada.owner, artist=ada, title="More lights", tracks=[song])
    create_release(actor=ada.owner, artist=ada, title="Others", visibility=Visibility.PUBLIC)
    assert [row["id"] for row in json_of(ANYBODYS.get("/releases", track=song.uid))["items"]] == [out.uid]
    mine = json_of(hers.get("/releases", track=song.uid, mine=True))["items"]
    assert [row["id"] for row in mine] == [draft.uid, out.uid]
    Track.objects.update(visibility=Visibility.PRIVATE)
    assert json_of(ANYBODYS.get("/releases", track=song.uid))["items"] == []


def test_former_addresses_are_the_artists_own_business(hers: Program, ada: Artist) -> None:
    release = create_release(actor=ada.owner, artist=ada, title="Lights", visibility=Visibility.PUBLIC)
    renamed = hers.patch(f"/releases/{release.uid}", title="Dawns")
    assert json_of(renamed)["former"] == ["/ada-ferrante/releases/lights"]
    assert json_of(ANYBODYS.get(f"/releases/{release.uid}"))["former"] == []
