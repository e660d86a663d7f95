"""Addresses to hand out, by a program."""

from datetime import timedelta

from django.test import Client
from django.utils import timezone

from libitum.accounts.models import User
from libitum.catalog.models import Track, Visibility
from libitum.catalog.services import create_release

from .programs import ANYBODYS, fields_of, json_of, program_of


def test_a_link_opens_until_it_is_revoked(alice: User, song: Track, client: Client) -> None:
    hers = program_of(alice, "read", "works")
    Track.objects.update(visibility=Visibility.UNLISTED)
    made = hers.post(f"/tracks/{song.uid}/links", label="For Bob")
    link = json_of(made)
    assert (made.status_code, link["label"], link["active"]) == (201, "For Bob", True)
    assert link["url"].endswith(f"/ada-ferrante/first-light/s/{link['key']}")
    assert ANYBODYS.get(f"/tracks/{song.uid}", key=link["key"]).status_code == 200
    assert json_of(hers.get(f"/tracks/{song.uid}/links"))["items"] == [link]

    assert hers.delete(f"/tracks/{song.uid}/links/{link['id']}").status_code == 204
    assert ANYBODYS.get(f"/tracks/{song.uid}", key=link["key"]).status_code == 404
    (ended,) = json_of(hers.get(f"/tracks/{song.uid}/links"))["items"]
    assert ended["active"] is False


def test_a_link_of_a_release_opens_its_tracks(alice: User, song: Track) -> None:
    hers = program_of(alice, "works")
    release = create_release(
        actor=alice, artist=song.artist, title="Lights", tracks=[song], visibility=Visibility.UNLISTED
    )
    Track.objects.update(visibility=Visibility.UNLISTED)
    until = timezone.now() + timedelta(days=1)
    key = json_of(hers.post(f"/releases/{release.uid}/links", expires_at=until.isoformat()))["key"]
    seen = json_of(ANYBODYS.get(f"/releases/{release.uid}", key=key))
    assert [track["id"] for track in seen["tracks"]] == [song.uid]
    assert ANYBODYS.get(f"/tracks/{song.uid}", key=key).status_code == 200


def test_links_are_the_artists_alone(song: Track, charlie: User, alice: User) -> None:
    his = program_of(charlie, "read", "works")
    assert his.get(f"/tracks/{song.uid}/links").status_code == 403
    assert his.post(f"/tracks/{song.uid}/links").status_code == 403
    assert program_of(alice, "read").get(f"/tracks/{song.uid}/links").status_code == 403
    assert ANYBODYS.get(f"/tracks/{song.uid}/links").status_code == 401


def test_a_time_gone_by_is_no_end(alice: User, song: Track) -> None:
    until = timezone.now() - timedelta(days=1)
    response = program_of(alice, "works").post(f"/tracks/{song.uid}/links", expires_at=until.isoformat())
    assert fields_of(response) == {"expires_at"}


def test_a_link_of_another_work_isnt_found_here(alice: User, song: Track) -> None:
    hers = program_of(alice, "works")
    release = create_release(actor=alice, artist=song.artist, title="Lights")
    link = json_of(hers.post(f"/releases/{release.uid}/links"))
    assert hers.delete(f"/tracks/{song.uid}/links/{link['id']}").status_code == 404
