"""Notices, decisions and moderation by program."""

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse

from conftest import becomes_moderator
from libitum.accounts.models import User
from libitum.catalog.models import Artist, Track, Visibility
from libitum.catalog.services import create_secret_link, update_track
from libitum.community.models import Case, Notice

from .programs import ANYBODYS, Program, fields_of, json_of, program_of

TYPED = {"category": "copyright", "explanation": "The melody is mine.", "good_faith": True}
TAKE_DOWN = {
    "outcome": "take-down",
    "facts": "The melody is Zoe's.",
    "ground": "law",
    "reference": "2001/29/EC, Art. 3",
}
CountQueries = Callable[[int], Any]


def give(song: Track, program: Program = ANYBODYS, **changes: object) -> HttpResponse:
    return program.post("/notices", **{"about": f"track:{song.uid}", **TYPED, **changes})


@pytest.fixture
def monas(mona: User) -> Program:
    return program_of(mona, "moderate")


@pytest.fixture
def alices(alice: User) -> Program:
    return program_of(alice, "read", "community")


def decided(monas: Program, song: Track, **decision: str) -> HttpResponse:
    case = Case.objects.get(subject_uid=song.uid)
    seen = json_of(monas.get(f"/moderation/cases/{case.uid}"))["seen"]
    return monas.post(f"/moderation/cases/{case.uid}/decisions", seen=seen, **decision)


class TestGiving:
    def test_anybody_can_and_gets_the_key(self, song: Track) -> None:
        made = give(song, name="Zoe", email="zoe@example.net")
        notice = json_of(made)
        assert made.status_code == 201
        assert made["Location"] == f"/api/v1/notices/{notice['id']}"
        assert notice["url"] == f"/notices/{notice['id']}?key={notice['key']}"
        assert notice["about"]["label"] == "First light · Ada Ferrante"
        assert json_of(ANYBODYS.get(f"/notices/{notice['id']}", key=notice["key"])) == notice

    def test_what_is_wrong_is_named(self, song: Track) -> None:
        assert fields_of(give(song, category="boredom")) == {"category"}
        assert fields_of(give(song, explanation=" ")) == {"explanation"}
        assert fields_of(give(song, good_faith=False, email="nowhere")) == {"good_faith", "email"}
        assert fields_of(give(song, about="user:x")) == {"about"}
        assert not Notice.objects.exists()

    def test_what_cannot_be_seen_cannot_be_found(self, song: Track, alice: User) -> None:
        update_track(actor=alice, track=song, visibility=Visibility.UNLISTED)
        secret = create_secret_link(actor=alice, work=song).token
        assert give(song).status_code == 404
        assert give(song, about="track:aaaaaaaaaaaaaaaa").status_code == 404
        assert give(song, key=secret).status_code == 201

    def test_in_somebodys_name_with_a_key_for_it(self, song: Track, bob: User) -> None:
        assert give(song, in_my_name=True).status_code == 401
        assert give(song, program_of(bob, "read"), in_my_name=True).status_code == 403
        assert give(song, program_of(bob, "community"), in_my_name=True).status_code == 201
        assert Notice.objects.get().notifier == bob

    def test_too_many_are_put_off(self, song: Track) -> None:
        answers = [give(song, explanation=str(number)).status_code for number in range(6)]
        assert answers == [201] * 5 + [429]

    def test_only_the_key_opens_it(self, song: Track, monas: Program) -> None:
        notice = json_of(give(song))
        for program in (ANYBODYS, monas):
            for key in ({}, {"key": "x"}, {"key": notice["key"][::-1]}):
                assert program.get(f"/notices/{notice['id']}", **key).status_code == 404
        assert ANYBODYS.post(f"/notices/{notice['id']}/answers", key="x", text="x").status_code == 404

    def test_those_of_ones_own_are_found_again(
        self, song: Track, bob: User, alices: Program, django_assert_max_num_queries: CountQueries
    ) -> None:
        bobs = program_of(bob, "read", "community")
        made = [json_of(give(song, bobs, in_my_name=True, explanation=str(number))) for number in range(4)]
        give(song, bobs)
        with django_assert_max_num_queries(3):
            rows = json_of(bobs.get("/notices"))["items"]
        assert [row["id"] for row in rows] == [notice["id"] for notice in reversed(made)]
        assert (rows[0]["about"]["label"], rows[0]["decided"]) == ("First light · Ada Ferrante", False)
        assert json_of(ANYBODYS.get(f"/notices/{rows[0]['id']}", key=rows[0]["key"])) == made[-1]
        assert json_of(alices.get("/notices"))["items"] == []
        assert program_of(bob, "community").get("/notices").status_code == 403
        assert ANYBODYS.get("/notices").status_code == 401


class TestModeration:
    def test_for_everybody_else_it_is_not_there(self, song: Track, mona: User) -> None:
        give(song)
        case = Case.objects.get().uid
        assert program_of(mona, "read", "community").get("/moderation/cases").status_code == 403
        key = program_of(mona, "moderate")
        mona.is_staff = False
        mona.save()
        for path in ("/moderation/cases", f"/moderation/cases/{case}"):
            assert key.get(path).status_code == 404
            assert ANYBODYS.get(path).status_code == 401
        assert key.post("/moderation/cases", about=f"track:{song.uid}").status_code == 404
        seen = Case.objects.get().events.get().uid
        assert key.post(f"/moderation/cases/{case}/decisions", seen=seen, **TAKE_DOWN).status_code == 404

    def test_the_queue_and_a_case(self, song: Track, monas: Program) -> None:
        give(song, name="Zoe", email="zoe@example.net")
        give(song, category="hate")
        (row,) = json_of(monas.get("/moderation/cases"))["items"]
        assert (row["notices"], row["urgent"], row["categories"]) == (2, True, ["copyright", "hate"])
        case = json_of(monas.get(f"/moderation/cases/{row['id']}"))
        assert case["possible_outcomes"] == ["no-action", "take-down"]
        assert [notice["name"] for notice in case["notices"]] == ["Zoe", ""]
        assert json_of(monas.get("/moderation/cases", category="minors"))["items"] == []
        assert json_of(monas.get("/moderation/cases", decided=True))["items"] == []

    def test_who_should_not_decide_is_told(self, song: Track, monas: Program, alices: Program, alice: User) -> None:
        give(song)
        decided(monas, song, **TAKE_DOWN)
        where = f"/moderation/cases/{Case.objects.get().uid}"
        assert (json_of(monas.get(where))["own"], json_of(monas.get(where))["judged_before"]) == (False, False)
        (statement,) = json_of(alices.get("/decisions"))["items"]
        alices.post(f"/decisions/{statement['id']}/appeal", text="Here is the licence.")
        assert json_of(monas.get(where))["judged_before"] is True
        becomes_moderator(alice)
        case = json_of(program_of(alice, "moderate").get(where))
        assert (case["own"], case["judged_before"]) == (True, False)

    def test_of_their_own_accord(self, ada: Artist, monas: Program) -> None:
        made = monas.post("/moderation/cases", about=f"artist:{ada.uid}")
        assert made.status_code == 201
        assert json_of(monas.post("/moderation/cases", about=f"artist:{ada.uid}"))["id"] == json_of(made)["id"]
        assert monas.post("/moderation/cases", about="artist:aaaaaaaaaaaaaaaa").status_code == 404

    def test_a_decision_needs_reasons_and_a_fresh_eye(self, song: Track, monas: Program) -> None:
        give(song)
        assert fields_of(decided(monas, song, outcome="take-down", facts="x")) == {"ground", "reference"}
        case = Case.objects.get().uid
        stale = monas.post(f"/moderation/cases/{case}/decisions", seen="aaaaaaaaaaaaaaaa", **TAKE_DOWN)
        assert stale.status_code == 422
        assert "meanwhile" in json_of(stale)["errors"][0]["detail"]
        assert decided(monas, song, **TAKE_DOWN).status_code == 201


def test_from_notice_to_restoration(song: Track, monas: Program, alices: Program) -> None:
    """Both sides read the same reasons, and the artist's appeal brings the work back."""
    notice = json_of(give(song, name="Zoe", email="zoe@example.net"))
    assert decided(monas, song, **TAKE_DOWN).status_code == 201
    assert ANYBODYS.get(f"/tracks/{song.uid}").status_code == 404
    answer = json_of(ANYBODYS.get(f"/notices/{notice['id']}", key=notice["key"]))["decision"]
    (statement,) = json_of(alices.get("/decisions"))["items"]
    assert answer["facts"] == statement["facts"] == TAKE_DOWN["facts"]
    assert (answer["may_appeal"], statement["may_appeal"], statement["automated_means"]) == (False, True, False)
    assert "zoe" not in str(statement).replace("Zoe's", "").lower()
    assert fields_of(alices.post(f"/decisions/{statement['id']}/appeal", text=" ")) == {"text"}
    appealed = alices.post(f"/decisions/{statement['id']}/appeal", text="Here is the licence.")
    assert (appealed.status_code, json_of(appealed)["may_appeal"]) == (201, False)
    said = json_of(alices.get("/decisions"))["items"][0]["appeal"]
    assert (statement["appeal"], said["text"], said["waits"]) == (None, "Here is the licence.", True)
    assert alices.post(f"/decisions/{statement['id']}/appeal", text="And more").status_code == 422
    assert decided(monas, song, outcome="restore", facts="It holds.").status_code == 201
    assert ANYBODYS.get(f"/tracks/{song.uid}").status_code == 200
    assert [row["appeal"] and row["appeal"]["waits"] for row in json_of(alices.get("/decisions"))["items"]] == [
        None,
        False,
    ]
    answered = ANYBODYS.post(f"/notices/{notice['id']}/answers", key=notice["key"], text="It is forged.")
    assert (answered.status_code, json_of(answered)["answers"]) == (201, ["It is forged."])


def test_nobody_elses_decisions(song: Track, monas: Program, alices: Program, bob: User) -> None:
    give(song)
    decided(monas, song, **TAKE_DOWN)
    (statement,) = json_of(alices.get("/decisions"))["items"]
    bobs = program_of(bob, "read", "community")
    assert json_of(bobs.get("/decisions"))["items"] == []
    assert bobs.post(f"/decisions/{statement['id']}/appeal", text="For Alice").status_code == 404
    assert ANYBODYS.get("/decisions").status_code == 401


def test_a_case_costs_the_same_however_much_happened(
    song: Track, monas: Program, django_assert_max_num_queries: CountQueries
) -> None:
    give(song)
    for _round in range(6):
        assert decided(monas, song, **TAKE_DOWN).status_code == 201
        assert decided(monas, song, outcome="restore", facts="No.").status_code == 201
    case = Case.objects.get().uid
    with django_assert_max_num_queries(10):
        assert len(json_of(monas.get(f"/moderation/cases/{case}"))["decisions"]) == 12
