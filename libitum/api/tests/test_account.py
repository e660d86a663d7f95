"""What a program learns of its person, and the keys it may end."""

import pytest

from libitum.accounts.models import ApiToken, User
from libitum.catalog.models import Artist

from .programs import fields_of, json_of, program_of


def test_a_key_knows_whose_it_is_and_what_it_may(alice: User, ada: Artist) -> None:
    said = json_of(program_of(alice, "upload", "works").get("/me"))
    assert (said["id"], said["name"], said["email"], said["adult"]) == (alice.uid, "Alice", alice.email, True)
    assert said["scopes"] == ["upload", "works"]
    assert [artist["id"] for artist in said["artists"]] == [ada.uid]
    assert said["quota"]["used"] == 0 < said["quota"]["limit"]


def test_a_profile_is_changed_with_the_permission(alice: User) -> None:
    assert program_of(alice, "read").patch("/me", name="Eve").status_code == 403
    changed = program_of(alice, "profile").patch("/me", name="Alice B.", language="it")
    assert (json_of(changed)["name"], json_of(changed)["language"]) == ("Alice B.", "it")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "a@example.org"}, "name"),
        ({"language": "xx"}, "language"),
        ({"email": "x"}, "email"),
    ],
)
def test_what_cant_be_is_refused_field_by_field(alice: User, body: dict[str, object], field: str) -> None:
    assert fields_of(program_of(alice, "profile").patch("/me", **body)) == {field}


def test_keys_are_listed_without_what_opens_and_ended(alice: User, bob: User) -> None:
    program_of(alice, "read")
    hers = program_of(alice, "profile")
    listed = hers.get("/tokens")
    rows = json_of(listed)["items"]
    assert [row["scopes"] for row in rows] == [["profile"], ["read"]]
    assert hers.key.rpartition("_")[2].encode() not in listed.content
    assert program_of(bob, "profile").delete(f"/tokens/{rows[1]['id']}").status_code == 404
    assert hers.delete(f"/tokens/{rows[1]['id']}").status_code == 204
    assert [row["active"] for row in json_of(hers.get("/tokens"))["items"]] == [True, False]


def test_a_key_may_end_itself_and_without_the_permission_no_other(alice: User) -> None:
    reader, other = program_of(alice, "read"), program_of(alice, "upload")
    mine, its = ApiToken.objects.get(scopes=["read"]), ApiToken.objects.get(scopes=["upload"])
    assert reader.delete(f"/tokens/{its.uid}").status_code == 403
    assert reader.delete(f"/tokens/{mine.uid}").status_code == 204
    assert reader.get("/me").status_code == 401
    assert other.get("/me").status_code == 200
