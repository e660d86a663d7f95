"""What an address of the site shows, and what can be chosen."""

import pytest
from django.conf import LazySettings

from libitum.accounts.models import User
from libitum.catalog.data import genre_choices, language_choices, licences
from libitum.catalog.models import Artist, Track
from libitum.catalog.services import create_release, create_secret_link, unlist, update_track
from libitum.community.services import add_comment

from .programs import ANYBODYS, fields_of, json_of, program_of


def test_an_address_leads_to_what_it_shows(song: Track, ada: Artist, alice: User, settings: LazySettings) -> None:
    release = create_release(actor=alice, artist=ada, title="Lights", tracks=[song], visibility="public")
    comment = add_comment(actor=alice, track=song, body="Here!", at_ms=1000)
    for url, kind, uid in [
        ("/ada-ferrante/first-light", "track", song.uid),
        (f"{settings.BASE_URL}/ada-ferrante/first-light?x=1#top", "track", song.uid),
        (f"/embed/{song.uid}", "track", song.uid),
        ("/ada-ferrante/releases/lights", "release", release.uid),
        ("/ada-ferrante/", "artist", ada.uid),
        (f"/ada-ferrante/first-light?comment={comment.uid}", "comment", comment.uid),
    ]:
        found = json_of(ANYBODYS.get("/lookup", url=url))
        assert (found["kind"], found["id"]) == (kind, uid), url
    update_track(actor=alice, track=song, title="Renamed")
    assert json_of(ANYBODYS.get("/lookup", url="/ada-ferrante/first-light"))["url"] == "/ada-ferrante/renamed"


def test_what_isnt_visible_isnt_found_without_its_link(song: Track, alice: User, bob: User) -> None:
    unlist(actor=alice, work=song)
    link = create_secret_link(actor=alice, work=song)
    assert ANYBODYS.get("/lookup", url="/ada-ferrante/first-light").status_code == 404
    assert program_of(bob, "read").get("/lookup", url=f"/embed/{song.uid}").status_code == 404
    assert json_of(program_of(alice, "read").get("/lookup", url="/ada-ferrante/first-light"))["id"] == song.uid
    assert json_of(ANYBODYS.get("/lookup", url=f"/ada-ferrante/first-light/s/{link.token}"))["id"] == song.uid


@pytest.mark.parametrize(
    "url", ["https://elsewhere.example/ada-ferrante", "http://[broken", "/about", "/nobody", "//", "x" * 2000, "/a/b/c"]
)
def test_an_address_of_nothing_is_said_to_be(song: Track, url: str) -> None:
    assert ANYBODYS.get("/lookup", url=url).status_code == 404


@pytest.mark.parametrize("query", [{}, {"url": ""}, {"url": "x" * 2001}, {"url": "a\0"}])
def test_a_question_without_an_address(db: None, query: dict[str, object]) -> None:
    assert fields_of(ANYBODYS.get("/lookup", **query)) == {"url"}


def test_what_can_be_chosen_is_told_and_taken(song: Track, alice: User) -> None:
    told = json_of(ANYBODYS.get("/choices"))
    assert [genre["code"] for genre in told["genres"]] == [code for code, _name in genre_choices()]
    assert {language["code"] for language in told["languages"]} == {code for code, _name in language_choices()}
    assert {licence["code"]: licence["url"] for licence in told["licences"]} == {
        licence.id: licence.url for licence in licences().values()
    }
    hers = program_of(alice, "works")
    for name, rows in (("genre", told["genres"]), ("language", told["languages"]), ("licence", told["licences"])):
        assert hers.patch(f"/tracks/{song.uid}", **{name: rows[-1]["code"]}).status_code == 200, name


def test_names_are_in_the_readers_language(db: None) -> None:
    def languages(code: str) -> dict[str, str]:
        said = ANYBODYS.client.get("/api/v1/choices", headers={"Accept-Language": code}).json()
        return {language["code"]: language["name"] for language in said["languages"]}

    assert (languages("en")["it"], languages("fr")["it"]) == ("Italian", "Italien")
