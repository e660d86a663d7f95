"""Pages that music is published under."""

import pytest
from django.test import Client

from libitum.accounts.models import User
from libitum.catalog.models import Artist, Track
from libitum.catalog.services import create_artist, take_down

from .programs import ANYBODYS, Program, fields_of, json_of, program_of


@pytest.fixture
def hers(alice: User) -> Program:
    return program_of(alice, "read", "profile")


def test_a_page_from_its_making_to_its_end(hers: Program, client: Client) -> None:
    links = [{"label": "Label", "url": "https://example.org/"}]
    made = hers.post("/artists", name="Ada Ferrante", place="Trieste", bio="Plays.", links=links)
    assert made.status_code == 201, made.content
    artist = json_of(made)
    where = f"/artists/{artist['id']}"
    assert made["Location"] == f"/api/v1{where}"
    seen = json_of(ANYBODYS.get(where))
    assert (seen["name"], seen["place"], seen["bio"], seen["links"]) == ("Ada Ferrante", "Trieste", "Plays.", links)
    assert (seen["url"], seen["mine"], artist["mine"]) == ("/ada-ferrante", False, True)

    renamed = hers.patch(where, name="Ada F.", links=[])
    assert (json_of(renamed)["url"], json_of(renamed)["links"]) == ("/ada-f", [])
    assert (json_of(renamed)["former"], json_of(ANYBODYS.get(where))["former"]) == (["/ada-ferrante"], [])
    assert [row["id"] for row in json_of(ANYBODYS.get("/artists"))["items"]] == [artist["id"]]
    assert hers.delete(where).status_code == 204
    assert ANYBODYS.get(where).status_code == 404


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"slug": "upload"}, "slug"),
        ({"slug": "not a slug"}, "slug"),
        ({"links": [{"label": "x", "url": "javascript:alert(1)"}]}, "links.0.url"),
        ({"links": [{"label": "x", "url": "https://example.org"}] * 21}, "links"),
        ({"owner": "me"}, "owner"),
        ({"taken_down_at": None}, "taken_down_at"),
    ],
)
def test_what_cant_be_is_refused_field_by_field(
    hers: Program, ada: Artist, body: dict[str, object], field: str
) -> None:
    response = hers.patch(f"/artists/{ada.uid}", **body)
    assert response.status_code == 422, response.content
    assert fields_of(response) == {field}


def test_only_its_owner_changes_a_page(ada: Artist, charlie: User) -> None:
    his = program_of(charlie, "read", "profile")
    assert his.patch(f"/artists/{ada.uid}", name="Mine").status_code == 403
    assert his.delete(f"/artists/{ada.uid}").status_code == 403
    take_down(work=ada)
    assert his.patch(f"/artists/{ada.uid}", name="Mine").status_code == 404


def test_a_page_taken_down_is_its_owners_alone(hers: Program, ada: Artist, song: Track) -> None:
    take_down(work=ada)
    assert ANYBODYS.get(f"/artists/{ada.uid}").status_code == 404
    assert json_of(ANYBODYS.get("/artists"))["items"] == []
    assert json_of(hers.get(f"/artists/{ada.uid}"))["taken_down"] is True
    assert [row["id"] for row in json_of(hers.get("/artists", mine=True))["items"]] == [ada.uid]


def test_the_address_of_an_e_mail_is_in_no_answer(alice: User, song: Track, ada: Artist) -> None:
    create_artist(actor=alice, name="Other")
    program = program_of(alice, "read", "profile", "works")
    for path in ("/artists", f"/artists/{ada.uid}", "/tracks", f"/tracks/{song.uid}", "/releases", "/tokens"):
        assert b"@" not in program.get(path).content, path
    assert json_of(program.get("/me"))["email"] == alice.email
