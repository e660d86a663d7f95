"""Holders, disputes and a listener's switches, by programs."""

import pytest

from libitum.accounts.models import User
from libitum.catalog.models import Track
from libitum.catalog.services import create_artist, update_track
from libitum.rights.models import Word
from libitum.rights.tests.saying import accept, publish_terms

from .programs import fields_of, json_of, program_of


@pytest.fixture
def band(song: Track, bob: User) -> Track:
    """Bob sings, Clara, who has no account, composed."""
    theirs = create_artist(actor=bob, name="Bob Brass")
    rows: list[dict[str, object]] = [
        {"role": "vocals", "name": "Bob Brass", "artist": theirs},
        {"role": "composer", "name": "Clara"},
    ]
    update_track(actor=song.artist.owner, track=song, credits=rows)
    return song


def test_who_holds_what_is_for_who_is_concerned(band: Track, alice: User, bob: User, charlie: User) -> None:
    items = json_of(program_of(alice, "works").get(f"/tracks/{band.uid}/holders"))["items"]
    assert {(row["role"], row["holder"], row["standing"]) for row in items} == {
        ("performer", "Alice", "confirmed"),
        ("performer", "Bob", "invited"),
        ("recording", "Alice", "confirmed"),
        ("composition", "Clara", "invited"),
        ("lyrics", "Alice", "confirmed"),
    }
    assert program_of(bob, "works").get(f"/tracks/{band.uid}/holders").status_code == 200
    assert program_of(charlie, "works").get(f"/tracks/{band.uid}/holders").status_code == 404
    assert program_of(alice, "read").get(f"/tracks/{band.uid}/holders").status_code == 403


def test_answering_for_oneself(band: Track, alice: User, bob: User) -> None:
    his = program_of(bob, "works")
    (row,) = json_of(his.get("/holdings"))["items"]
    assert program_of(alice, "works").post(f"/holdings/{row['id']}/answer", mine=True).status_code == 404
    assert json_of(his.post(f"/holdings/{row['id']}/answer", mine=True))["standing"] == "confirmed"
    assert fields_of(his.send("put", f"/holdings/{row['id']}/society", {"society": "GEMA"})) == {""}


def test_inviting_whom_the_credits_name(band: Track, alice: User) -> None:
    hers = program_of(alice, "works")
    items = json_of(hers.get(f"/tracks/{band.uid}/holders"))["items"]
    (clara,) = [row for row in items if row["holder"] == "Clara"]
    made = hers.post(f"/tracks/{band.uid}/invitations", party=clara["party"])
    assert made.status_code == 201
    assert "/rights/invitations/" in json_of(made)["url"]
    (bob,) = [row for row in items if row["holder"] == "Bob"]
    assert fields_of(hers.post(f"/tracks/{band.uid}/invitations", party=bob["party"])) == {"party"}
    assert fields_of(hers.post(f"/tracks/{band.uid}/invitations", party=clara["party"], email="x")) == {"email"}


def test_a_dispute_from_raising_to_closing(song: Track, alice: User, charlie: User, mona: User) -> None:
    his = program_of(charlie, "community", "works")
    raised = json_of(his.post(f"/tracks/{song.uid}/disputes", role="lyrics", grounds="My words."))
    (told,) = json_of(program_of(alice, "works").get(f"/tracks/{song.uid}/disputes"))["items"]
    assert (told["role"], told["grounds"], told["raised_by"]) == ("lyrics", "", "")
    assert his.get("/moderation/disputes").status_code == 403
    hers = program_of(mona, "moderate")
    assert json_of(hers.get("/moderation/disputes"))["items"][0]["grounds"] == "My words."
    closed = hers.post(f"/moderation/disputes/{raised['id']}/decision", upheld=True, outcome="They are.")
    assert json_of(closed)["upheld"] is True
    assert hers.post(f"/moderation/disputes/{raised['id']}/decision", upheld=True, outcome="Again.").status_code == 422
    assert [row["standing"] for row in json_of(his.get("/holdings"))["items"]] == ["confirmed"]


def test_a_mandate_is_offered_and_decided(song: Track, alice: User, mona: User) -> None:
    hers, moderators = program_of(alice, "works"), program_of(mona, "moderate")
    holding = song.holdings.get(role="lyrics").uid
    assert fields_of(hers.post(f"/holdings/{holding}/mandates", evidence="A letter.")) == {""}
    hers.send("put", f"/holdings/{holding}/society", {"society": "SIAE"})
    offered = json_of(hers.post(f"/holdings/{holding}/mandates", evidence="A letter."))
    (waiting,) = json_of(moderators.get("/moderation/mandates"))["items"]
    assert waiting["id"] == offered["id"]
    decided = moderators.post(f"/moderation/mandates/{offered['id']}/decision", confirmed=True)
    assert json_of(decided)["confirmed"] is True
    (row,) = [row for row in json_of(hers.get("/holdings"))["items"] if row["id"] == holding]
    assert row["mandate"] is True


def test_a_listeners_switches(bob: User) -> None:
    accept(publish_terms(), bob)
    his = program_of(bob, "profile")
    assert json_of(his.get("/me/listening")) == {"history": True, "personalise": True, "by_signal": False}
    assert json_of(his.patch("/me/listening", history=False))["history"] is False
    assert Word.objects.get().purpose == "listen.history"
    assert program_of(bob, "read").get("/me/listening").status_code == 403
    assert fields_of(his.patch("/me/listening", history="perhaps")) == {"history"}


def test_answering_a_dispute(song: Track, alice: User, bob: User, charlie: User, mona: User) -> None:
    his, hers = program_of(charlie, "community", "works"), program_of(alice, "works")
    raised = json_of(his.post(f"/tracks/{song.uid}/disputes", role="lyrics", grounds="My words."))
    assert [row["id"] for row in json_of(hers.get("/disputes"))["items"]] == [raised["id"]]
    assert json_of(program_of(bob, "works").get("/disputes"))["items"] == []
    assert program_of(bob, "works").post(f"/disputes/{raised['id']}/answers", text="No.").status_code == 404
    assert his.post(f"/disputes/{raised['id']}/answers", text="No.").status_code == 403
    answered = hers.post(f"/disputes/{raised['id']}/answers", text="The draft is mine.")
    assert answered.status_code == 201
    assert [row["text"] for row in json_of(answered)["answers"]] == ["The draft is mine."]
    assert json_of(his.get("/disputes"))["items"][0]["answers"] == []
    (row,) = json_of(program_of(mona, "moderate").get("/moderation/disputes"))["items"]
    assert [(answer["by"], answer["text"]) for answer in row["answers"]] == [("Alice", "The draft is mine.")]
    assert hers.post(f"/disputes/{raised['id']}/answers", text="Again.").status_code == 422
