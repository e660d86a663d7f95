"""What a program learns of its person, and the keys it may end."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from libitum.accounts.models import ApiToken, Scope, User
from libitum.catalog.models import Artist, Track
from libitum.catalog.services import create_secret_link, create_track
from libitum.community.services import add_comment, give_notice
from libitum.community.subjects import subject

from .programs import ANYBODYS, fields_of, json_of, program_of


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
    assert hers.key.split("_", 2)[2].encode() not in listed.content
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


def test_coming_of_age(alice: User) -> None:
    User.objects.update(is_adult=False)
    hers, today = program_of(alice, "profile"), timezone.localdate()
    for born_on in ((today - timedelta(days=16 * 365)).isoformat(), "1800-01-01", "2010-02-30", "x", 0, None):
        assert fields_of(hers.post("/me/age", born_on=born_on)) == {"born_on"}, born_on
    alice.refresh_from_db()
    assert not alice.is_adult
    grown = hers.post("/me/age", born_on=(today - timedelta(days=19 * 365)).isoformat())
    assert json_of(grown)["adult"] is True
    assert program_of(alice, "read").post("/me/age", born_on="1990-01-01").status_code == 403


def test_everything_given_can_be_taken_along(alice: User, bob: User, song: Track, ada: Artist) -> None:
    link = create_secret_link(actor=alice, work=song, label="For Bob")
    comment = add_comment(actor=bob, track=song, body="Bob's own words", at_ms=1000)
    add_comment(actor=alice, track=song, body="Thank you")
    give_notice(
        subject=subject(comment), category="fraud", explanation="Not Bob.", good_faith=True, language="en",
        notifier=alice, sender_key="a hash",
    )  # fmt: skip
    hers = program_of(alice, "profile", "read")
    response = hers.get("/me/export")
    told = json_of(response)
    assert told["account"]["email"] == alice.email
    assert [artist["uid"] for artist in told["artists"]] == [ada.uid]
    assert [track["title"] for track in told["tracks"]] == ["First light"]
    assert [said["body"] for said in told["comments"]] == ["Thank you"]
    assert [notice["explanation"] for notice in told["notices"]] == ["Not Bob."]
    assert [key["scopes"] for key in told["keys"]] == [["profile", "read"]]
    for secret in (alice.password, link.token, "a hash", hers.key.split("_", 2)[2], ApiToken.objects.get().digest):
        assert secret.encode() not in response.content
    assert b"Bob's own words" not in response.content


def test_taking_along_takes_both_permissions(alice: User) -> None:
    for scope in Scope.values:
        if scope != Scope.MODERATE:
            assert program_of(alice, scope).get("/me/export").status_code == 403, scope


@pytest.mark.parametrize("count", [1, 9])
def test_taking_along_costs_the_same_queries_however_much_there_is(
    count: int, alice: User, song: Track, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(count):
        track = create_track(actor=alice, artist=song.artist, title=f"No. {number}")
        create_secret_link(actor=alice, work=track)
        add_comment(actor=alice, track=song, body=f"Take {number}", at_ms=number)
    hers = program_of(alice, "profile", "read")
    with django_assert_max_num_queries(20):
        assert len(json_of(hers.get("/me/export"))["tracks"]) == count + 1


def test_an_account_is_deleted_by_a_key_made_for_it_that_names_it(alice: User, bob: User, song: Track) -> None:
    hers = program_of(alice, "close")
    assert fields_of(hers.delete("/me")) == {"id"}
    assert fields_of(hers.delete(f"/me?id={bob.uid}")) == {"id"}
    assert Track.objects.exists()
    assert hers.delete(f"/me?id={alice.uid}").status_code == 204
    assert list(User.objects.all()) == [bob]
    assert not Track.objects.exists()
    assert hers.get("/me").status_code == 401


def test_no_other_key_and_no_browser_deletes_an_account(alice: User, as_alice: Client) -> None:
    others = [scope for scope in Scope.values if scope not in {Scope.CLOSE, Scope.MODERATE}]
    assert program_of(alice, *others).delete(f"/me?id={alice.uid}").status_code == 403
    assert as_alice.delete(f"/api/v1/me?id={alice.uid}").status_code == 401
    assert ANYBODYS.delete(f"/me?id={alice.uid}").status_code == 401
    assert "close" not in as_alice.get("/api/v1/me").json()["scopes"]
    assert User.objects.filter(pk=alice.pk).exists()


def test_browsers_are_listed_and_signed_out(alice: User, as_alice: Client, as_bob: Client) -> None:
    phone = Client(headers={"User-Agent": "Mozilla/5.0 (Android 14; Mobile; rv:130.0) Gecko/130.0 Firefox/130.0"})
    phone.force_login(alice)
    for browser in (as_alice, phone, as_bob):
        browser.get("/settings")
    hers = program_of(alice, "profile")
    rows = json_of(hers.get("/sessions"))["items"]
    assert [row["current"] for row in rows] == [False, False]
    assert any("Firefox" in row["device"] for row in rows)
    assert [row["current"] for row in as_alice.get("/api/v1/sessions").json()["items"]] == [True, False]

    bobs = UserSession.objects.get(user__name="Bob").pk
    assert hers.delete(f"/sessions/{bobs}").status_code == 404
    firefox = next(row["id"] for row in rows if "Firefox" in row["device"])
    assert hers.delete(f"/sessions/{firefox}").status_code == 204
    assert phone.get("/settings").status_code == 302
    assert as_alice.get("/settings").status_code == 200
    assert hers.delete("/sessions").status_code == 204
    assert as_alice.get("/settings").status_code == 302
    assert as_bob.get("/settings").status_code == 200


def test_a_browser_that_signs_out_the_others_stays(alice: User, as_alice: Client) -> None:
    other = Client()
    other.force_login(alice)
    for browser in (as_alice, other):
        browser.get("/settings")
    assert as_alice.delete("/api/v1/sessions").status_code == 204
    assert (as_alice.get("/settings").status_code, other.get("/settings").status_code) == (200, 302)


@pytest.mark.parametrize("which", ["", "/{pk}"])
def test_a_browser_shows_who_it_is_before_it_ends_others(alice: User, as_alice: Client, which: str) -> None:
    as_alice.get("/settings")
    session = as_alice.session
    session["signed_in_at"] -= 3600
    session.save()
    path = "/sessions" + which.format(pk=UserSession.objects.get().pk)
    refused = as_alice.delete(f"/api/v1{path}")
    assert (refused.status_code, refused.json()["code"]) == (403, "reauthentication")
    assert refused.json()["detail"].endswith("/accounts/reauthenticate/")
    assert as_alice.get("/settings").status_code == 200
    assert program_of(alice, "profile").delete(path).status_code == 204


def test_sessions_take_the_permission(alice: User) -> None:
    assert program_of(alice, "read").get("/sessions").status_code == 403
    assert program_of(alice, "read").delete("/sessions").status_code == 403
