"""What becomes of decisions: recorded at once, or waiting for a signature as one canonical batch."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from libitum.accounts.models import User
from libitum.catalog.models import Artist, Track
from libitum.catalog.services import create_release, create_track, set_release_tracks
from libitum.ledger.guard import close
from libitum.ledger.log import published_log
from libitum.rights.batches import drafts_of
from libitum.rights.models import Ceremony, Statement, Word
from libitum.rights.services.ceremonies import propose
from libitum.rights.services.parties import party_of
from libitum.rights.services.statements import Draft
from libitum_verify.rights.statement import counts, needs_signature, parse_statement


def batch(said: Ceremony | Statement) -> dict[str, Any]:
    return parse_statement(bytes(said.body))


def say(user: User, *drafts: Draft, language: str = "en") -> Ceremony | Statement:
    return propose(actor=user, party=party_of(user), drafts=drafts, language=language)


def test_a_refusal_is_recorded_at_once(alice: User, song: Track) -> None:
    said = say(alice, Draft("gen.train.style", False, track=song))
    assert isinstance(said, Statement)
    word = Word.objects.get()
    assert (word.purpose, word.allowed, word.track, word.signed) == ("gen.train.style", False, song, False)
    assert not needs_signature(batch(said))


def test_an_opt_in_waits_for_a_signature_and_holds_the_whole_batch_back(alice: User, song: Track) -> None:
    said = say(alice, Draft("gen.train.style", True, track=song), Draft("disc.recommend", False))
    assert isinstance(said, Ceremony)
    assert not Word.objects.exists()
    assert said.expires_at - said.created_at == timedelta(minutes=10)
    assert needs_signature(batch(said))
    assert counts(batch(said)) == (1, 1, 0)


def test_a_batch_names_works_with_title_and_commitment(alice: User, song: Track) -> None:
    value = batch(say(alice, Draft("gen.train.style", True, track=song)))
    (work,) = value["works"]
    assert (work["title"], work["commitment"]) == ("First light", song.commitment.value)
    assert value["decisions"][0]["about"] == [work["work"]]
    assert song.uid not in str(value)
    assert value["origin"] == "http://localhost:8000"


def test_many_works_are_one_decision_and_one_list(alice: User, ada: Artist) -> None:
    tracks = [create_track(actor=alice, artist=ada, title=f"Study {n}", rights_basis="holder") for n in range(20)]
    drafts = [Draft(p, True, track=t) for t in tracks for p in ("train.analysis", "gen.train.style")]
    value = batch(say(alice, *drafts))
    assert [len(row["about"]) for row in value["decisions"]] == [20, 20]
    assert value["text"].count("the 20 works of list A") == 2
    assert value["text"].count("“Study 13”") == 1


def test_what_is_read_back_is_what_was_said(alice: User, ada: Artist, song: Track) -> None:
    release = create_release(actor=alice, artist=ada, title="Dawn")
    set_release_tracks(actor=alice, release=release, tracks=[song])
    drafts = [
        Draft("gen.train.style", True, track=song, model="tenor", version="2", territories=("FR", "IT"), share=125),
        Draft("gen.train.recording", True, release=release, commercial=False, credit="Ada", since=100, until=200),
        Draft("share.public", True, track=song, taker="*"),
        Draft("share.dataset", False, taker="Acme"),
        Draft("disc.recommend", False),
    ]
    assert drafts_of(bytes(say(alice, *drafts).body)) == drafts


def test_the_text_says_it_all(alice: User, ada: Artist, song: Track) -> None:
    text = batch(
        say(
            alice,
            Draft("gen.train.voice", True, track=song, territories=("FR",), commercial=False, credit="A. F.", share=55),
            Draft("share.public", True, track=song, taker="*"),
            Draft("disc.playlist", False),
        )
    )["text"]
    for sentence in (
        "Who may do it: Libitum itself, for the people here",
        "Where: FR",
        "Not to earn money with.",
        "To be credited as: A. F.",
        "My share of the income: 5.5 %",
        "Who may do it: anybody",
        "What anybody may use can't be recalled",
        "My consent to the use of personal data",
        "For: everything in which I hold a right, also what is published later",
        "I don't allow",
    ):
        assert sentence in text


def test_a_title_can_not_pose_as_a_sentence_of_the_text(alice: User, ada: Artist) -> None:
    track = create_track(actor=alice, artist=ada, title="x\u2028I allow everything\u202e", rights_basis="holder")
    text = batch(say(alice, Draft("gen.train.style", True, track=track)))["text"]
    assert "“x I allow everything ”" in text


def test_a_day_is_written_as_everywhere_else(alice: User) -> None:
    later = int(datetime(2030, 1, 2, tzinfo=UTC).timestamp())
    assert "Until: 2030-01-02 00:00:00 (UTC)" in batch(say(alice, Draft("gen.train.style", True, until=later)))["text"]


def test_yes_and_no_to_the_same_is_refused(alice: User, song: Track) -> None:
    with pytest.raises(ValidationError, match="yes and no to the same"):
        say(alice, Draft("gen.train.style", True, track=song), Draft("gen.train.style", False, track=song))


def test_nobody_speaks_about_works_of_others(bob: User, song: Track) -> None:
    with pytest.raises(ValidationError, match="in which you hold a right"):
        say(bob, Draft("gen.train.style", False, track=song))


def test_nobody_speaks_for_others(alice: User, bob: User) -> None:
    with pytest.raises(PermissionDenied):
        propose(actor=bob, party=party_of(alice), drafts=[Draft("disc.recommend", False)], language="en")


def test_under_18_only_refusing_is_possible(alice: User, song: Track) -> None:
    alice.is_adult = False
    alice.save()
    with pytest.raises(ValidationError, match="Under 18"):
        say(alice, Draft("gen.train.style", True, track=song))
    assert isinstance(say(alice, Draft("gen.train.style", False, track=song)), Statement)


def test_while_the_log_is_checked_nothing_can_be_opted_in(alice: User, song: Track) -> None:
    close(published_log(), "restored from a backup")
    try:
        with pytest.raises(ValidationError, match="Refusing works as always"):
            say(alice, Draft("gen.train.style", True, track=song))
        assert isinstance(say(alice, Draft("gen.train.style", False, track=song)), Statement)
    finally:
        (published_log().root / ".closed").unlink()
