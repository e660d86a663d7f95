"""Comments by program."""

from collections.abc import Callable
from typing import Any

import pytest

from libitum.accounts.models import User
from libitum.catalog.models import Track, Visibility
from libitum.catalog.services import create_secret_link, update_track
from libitum.community.models import Comment
from libitum.community.services import add_comment, decide, delete_comment, open_case
from libitum.community.subjects import subject

from .programs import ANYBODYS, Program, fields_of, json_of, program_of

CountQueries = Callable[[int], Any]


@pytest.fixture
def bobs(bob: User) -> Program:
    return program_of(bob, "read", "community")


@pytest.fixture
def remark(bob: User, song: Track) -> Comment:
    return add_comment(actor=bob, track=song, body="Here the light comes in.", at_ms=60_000)


def test_a_program_comments_on_a_moment(bobs: Program, song: Track) -> None:
    made = bobs.post(f"/tracks/{song.uid}/comments", body="Here!", at_ms=61_500)
    assert made.status_code == 201
    comment = json_of(made)
    assert (comment["author"], comment["at_ms"], comment["mine"]) == ("Bob", 61_500, True)
    assert made["Location"] == f"/api/v1/comments/{comment['id']}"
    assert json_of(bobs.get(f"/comments/{comment['id']}")) == comment
    assert json_of(ANYBODYS.get(f"/comments/{comment['id']}"))["mine"] is False


def test_threads_come_in_the_order_of_the_recording(bobs: Program, remark: Comment, song: Track) -> None:
    bobs.post(f"/tracks/{song.uid}/comments", body="On the whole")
    bobs.post(f"/tracks/{song.uid}/comments", body="Early", at_ms=5)
    bobs.post(f"/tracks/{song.uid}/comments", body="Yes", parent=remark.uid)
    page = json_of(ANYBODYS.get(f"/tracks/{song.uid}/comments"))
    assert [row["body"] for row in page["items"]] == ["Early", "Here the light comes in.", "On the whole"]
    (answer,) = page["items"][1]["replies"]
    assert (answer["body"], answer["parent"]) == ("Yes", remark.uid)
    assert (page["count"], page["page"], page["pages"]) == (4, 1, 1)
    notes = json_of(ANYBODYS.get(f"/tracks/{song.uid}/comments/markers"))["items"]
    assert [(note["at_ms"], note["author"], note["excerpt"]) for note in notes] == [
        (5, "Bob", "Early"),
        (60_000, "Bob", "Here the light comes in."),
    ]


def test_what_is_wrong_is_named(bobs: Program, song: Track) -> None:
    where = f"/tracks/{song.uid}/comments"
    assert fields_of(bobs.post(where, body=" ")) == {"body"}
    assert fields_of(bobs.post(where, body="\u200b")) == {"body"}
    assert fields_of(bobs.post(where, body="x" * 2001)) == {"body"}
    assert fields_of(bobs.post(where, body="x", at_ms=180_001)) == {"at_ms"}
    assert fields_of(bobs.post(where, body="x", at_ms=-1)) == {"at_ms"}
    assert fields_of(bobs.post(where, body="x", parent="aaaaaaaaaaaaaaaa")) == {"parent"}
    assert not Comment.objects.exists()


def test_too_much_says_when_again(bobs: Program, song: Track) -> None:
    for number in range(10):
        bobs.post(f"/tracks/{song.uid}/comments", body=str(number))
    response = bobs.post(f"/tracks/{song.uid}/comments", body="The eleventh")
    assert response.status_code == 429
    assert 0 < int(response["Retry-After"]) <= 60


def test_the_key_needs_the_permission(bob: User, remark: Comment) -> None:
    reader = program_of(bob, "read")
    where = f"/comments/{remark.uid}"
    answers = [
        reader.post(f"/tracks/{remark.track.uid}/comments", body="x"),
        reader.patch(where, body="x"),
        reader.delete(where),
    ]
    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert ANYBODYS.post(f"/tracks/{remark.track.uid}/comments", body="x").status_code == 401


def test_authors_change_and_remove(bobs: Program, remark: Comment) -> None:
    changed = json_of(bobs.patch(f"/comments/{remark.uid}", body="Better words"))
    assert (changed["body"], changed["edited_at"] is None) == ("Better words", False)
    assert bobs.delete(f"/comments/{remark.uid}").status_code == 204
    assert ANYBODYS.get(f"/comments/{remark.uid}").status_code == 404
    assert bobs.delete(f"/comments/{remark.uid}").status_code == 404


def test_others_are_refused(alice: User, charlie: User, mona: User, remark: Comment) -> None:
    where = f"/comments/{remark.uid}"
    for person in (charlie, mona):
        program = (
            program_of(person, "read", "community", "moderate") if person == mona else program_of(person, "community")
        )
        assert program.patch(where, body="Mine").status_code == 403
        assert program.delete(where).status_code == 403
    artist = program_of(alice, "community")
    assert artist.patch(where, body="Mine").status_code == 403
    assert artist.delete(where).status_code == 204


def test_what_cannot_be_seen_cannot_be_found(bobs: Program, charlie: User, remark: Comment, alice: User) -> None:
    song = remark.track
    update_track(actor=alice, track=song, visibility=Visibility.UNLISTED)
    secret = create_secret_link(actor=alice, work=song).token
    strangers = program_of(charlie, "read", "community")
    for program in (ANYBODYS, strangers):
        for path in (f"/tracks/{song.uid}/comments", f"/tracks/{song.uid}/comments/markers", f"/comments/{remark.uid}"):
            assert program.get(path).status_code == 404
            assert program.get(path, key=secret).status_code == 200
    assert strangers.post(f"/tracks/{song.uid}/comments", body="x").status_code == 404
    assert strangers.patch(f"/comments/{remark.uid}", body="x").status_code == 404
    assert strangers.post(f"/tracks/{song.uid}/comments", body="x", key=secret).status_code == 201
    assert bobs.delete(f"/comments/{remark.uid}").status_code == 204


def test_of_what_is_gone_only_the_place_is_told(remark: Comment, alice: User, bob: User, mona: User) -> None:
    song = remark.track
    add_comment(actor=alice, track=song, body="Thanks", parent=remark)
    decide(
        actor=mona,
        case=open_case(actor=mona, subject=subject(remark)),
        outcome="take-down",
        facts="Spam",
        ground="terms",
        reference="1",
    )
    row = json_of(ANYBODYS.get(f"/tracks/{song.uid}/comments"))["items"][0]
    assert (row["gone"], row["body"], row["author"], len(row["replies"])) == ("hidden", "", "", 1)
    moderators = program_of(mona, "read", "moderate")
    assert json_of(moderators.get(f"/tracks/{song.uid}/comments"))["items"][0]["body"] == remark.body
    remark.refresh_from_db()
    delete_comment(actor=bob, comment=remark)
    assert json_of(ANYBODYS.get(f"/tracks/{song.uid}/comments"))["items"][0]["gone"] == "removed"


def test_a_list_costs_the_same_however_long_it_is(
    bob: User, alice: User, song: Track, django_assert_max_num_queries: CountQueries
) -> None:
    for number in range(40):
        first = add_comment(actor=bob, track=song, body=str(number), at_ms=number, is_demo=True)
        add_comment(actor=alice, track=song, body="yes", parent=first, is_demo=True)
    with django_assert_max_num_queries(8):
        assert len(json_of(ANYBODYS.get(f"/tracks/{song.uid}/comments"))["items"]) == 40
