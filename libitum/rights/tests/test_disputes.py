"""Two who claim one right: the log has every turn of it, and everybody concerned is written to."""

from datetime import timedelta
from smtplib import SMTPServerDisconnected
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.mail import EmailMessage
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from libitum.accounts.models import User
from libitum.catalog.models import Track
from libitum.catalog.services import create_artist, update_track
from libitum.common.sweeps import all_sweeps
from libitum.ledger.log import published_log
from libitum.ledger.models import Entry
from libitum.ledger.publishing import make_key_once
from libitum.ledger.services import publish_now
from libitum.rights.dispute_letters import send_dispute_letters
from libitum.rights.models import Dispute, DisputeLetter, Holding, Successor
from libitum.rights.models.holding import Role
from libitum.rights.names import name_of_holder, name_of_work
from libitum.rights.services.disputes import answer_dispute, close_dispute, raise_dispute
from libitum.rights.services.erasure import forget_person
from libitum.rights.services.holdings import answer_holding
from libitum.rights.services.parties import party_of
from libitum_verify.audit import audit
from libitum_verify.canonical import parse
from libitum_verify.source import from_folder

GROUNDS = "I wrote the words in 1999."


@pytest.fixture
def dispute(song: Track, charlie: User) -> Dispute:
    return raise_dispute(actor=charlie, track=song, role="lyrics", grounds=GROUNDS)


@pytest.fixture
def with_bob(song: Track, bob: User) -> Track:
    """Bob sings, and says so."""
    theirs = create_artist(actor=bob, name="Bob Brass")
    update_track(actor=song.artist.owner, track=song, credits=[{"role": "vocals", "name": "Bob", "artist": theirs}])
    answer_holding(actor=bob, holding=Holding.objects.get(party__user=bob), confirmed=True)
    return song


def turns() -> list[dict[str, Any]]:
    return [parse(bytes(row.body)) for row in Entry.objects.filter(type="holder.dispute").order_by("pk")]


def sent_to(letters: list[EmailMessage]) -> list[str]:
    """By a worker's round; the letters there were before are forgotten."""
    letters.clear()
    send_dispute_letters()
    return sorted(address for letter in letters for address in letter.to)


def test_the_log_has_every_turn_and_no_names(dispute: Dispute, alice: User, charlie: User, mona: User) -> None:
    answer_dispute(actor=alice, dispute=dispute, text="The words are mine: see the draft.")
    close_dispute(actor=mona, dispute=dispute, outcome="Both wrote them.", upheld=True)
    assert [turn["turn"] for turn in turns()] == ["opened", "answered", "upheld"]
    assert [turn["by"] for turn in turns()] == [name_of_holder(party_of(charlie)), name_of_holder(party_of(alice)), ""]
    for turn in turns():
        assert turn["work"] == name_of_work(dispute.track)
        assert (turn["role"], turn["claimant"]) == ("lyrics", name_of_holder(party_of(charlie)))
        assert set(turn) == {"type", "v", "time", "work", "role", "claimant", "turn", "by"}


def test_what_is_turned_down_says_so_in_the_log(dispute: Dispute, mona: User) -> None:
    close_dispute(actor=mona, dispute=dispute, outcome="No sign of it.", upheld=False)
    assert [turn["turn"] for turn in turns()] == ["opened", "rejected"]


def test_whoever_is_concerned_is_written_to_at_each_turn_once(
    with_bob: Track, charlie: User, mona: User, mailoutbox: list[EmailMessage]
) -> None:
    dispute = raise_dispute(actor=charlie, track=with_bob, role="lyrics", grounds=GROUNDS)
    assert sent_to(mailoutbox) == ["alice@example.org", "bob@example.org"]
    assert sent_to(mailoutbox) == []
    answer_dispute(actor=with_bob.artist.owner, dispute=dispute, text="Mine.")
    assert sent_to(mailoutbox) == ["bob@example.org", "charlie@example.org"]
    close_dispute(actor=mona, dispute=dispute, outcome="As it was.", upheld=False)
    assert sent_to(mailoutbox) == ["alice@example.org", "bob@example.org", "charlie@example.org"]


@pytest.mark.parametrize("language", ["en", "it", "fr"])
def test_a_letter_is_in_its_readers_language_and_repeats_nothing_typed(
    dispute: Dispute, mailoutbox: list[EmailMessage], language: str
) -> None:
    song = dispute.track
    User.objects.filter(pk=song.artist.owner_id).update(language=language)
    send_dispute_letters()
    (letter,) = mailoutbox
    with translation.override(language):
        assert str(Role.LYRICS.label) in str(letter.body)
        assert _("Somebody says that a right in a work is theirs") in letter.subject
    assert f"/my/ai/disputes/{dispute.uid}" in str(letter.body)
    assert song.title in str(letter.body)
    assert GROUNDS not in str(letter.body)
    assert "Charlie" not in str(letter.body)


def test_how_it_ends_is_told_by_who_reads_it(dispute: Dispute, mona: User, mailoutbox: list[EmailMessage]) -> None:
    send_dispute_letters()
    mailoutbox.clear()
    close_dispute(actor=mona, dispute=dispute, outcome="Both wrote them.", upheld=True)
    send_dispute_letters()
    told = {letter.to[0]: str(letter.body) for letter in mailoutbox}
    assert "You hold this right from now on" in told["charlie@example.org"]
    assert "Who raised it holds this right too" in told["alice@example.org"]


def test_a_letter_waits_while_the_mail_server_is_away_and_not_for_ever(
    dispute: Dispute, mailoutbox: list[EmailMessage], monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(self: EmailMessage, fail_silently: bool = False) -> int:
        raise SMTPServerDisconnected

    with monkeypatch.context() as patch:
        patch.setattr(EmailMessage, "send", away)
        assert send_dispute_letters() == 0
    assert send_dispute_letters() == 1
    DisputeLetter.objects.update(sent_at=None, written_at=timezone.now() - timedelta(days=3))
    assert send_dispute_letters() == 0


def test_workers_send_these_letters_and_invitations() -> None:
    names = {sweep.name.rpartition(".")[2] for sweep in all_sweeps()}
    assert {"send_letters_of_disputes", "send_letters_of_invitation"} <= names


def test_only_whose_work_it_is_answers_and_once(dispute: Dispute, alice: User, bob: User, charlie: User) -> None:
    for stranger in (bob, charlie):
        with pytest.raises(PermissionDenied):
            answer_dispute(actor=stranger, dispute=dispute, text="No.")
    with pytest.raises(ValidationError, match="should know"):
        answer_dispute(actor=alice, dispute=dispute, text=" ")
    answer_dispute(actor=alice, dispute=dispute, text="Mine.")
    with pytest.raises(ValidationError, match="already"):
        answer_dispute(actor=alice, dispute=dispute, text="Again.")
    assert len(turns()) == 2


def test_nobody_answers_what_is_decided(dispute: Dispute, alice: User, mona: User) -> None:
    close_dispute(actor=mona, dispute=dispute, outcome="As it was.", upheld=False)
    with pytest.raises(ValidationError, match="decided already"):
        answer_dispute(actor=alice, dispute=dispute, text="Mine.")


def test_a_successor_is_written_to_and_answers_for_who_has_died(
    song: Track, alice: User, bob: User, charlie: User, mailoutbox: list[EmailMessage]
) -> None:
    party = party_of(alice)
    party.died_at = timezone.now()
    party.save()
    Successor.objects.create(party=party, user=bob, evidence="A will.")
    dispute = raise_dispute(actor=charlie, track=song, role="lyrics", grounds=GROUNDS)
    assert sent_to(mailoutbox) == [bob.email]
    assert answer_dispute(actor=bob, dispute=dispute, text="They are hers.").party == party
    with pytest.raises(PermissionDenied):
        answer_dispute(actor=alice, dispute=dispute, text="Mine.")


@pytest.fixture
def answered(dispute: Dispute, alice: User) -> Dispute:
    answer_dispute(actor=alice, dispute=dispute, text="Mine.")
    return dispute


def test_erasure_takes_the_words_and_leaves_the_turns(answered: Dispute, alice: User) -> None:
    forget_person(user=alice)
    assert [row.text for row in answered.answers.all()] == [""]
    assert len(turns()) == 2


def test_the_verifier_reads_the_log_with_disputes_in_it(answered: Dispute) -> None:
    make_key_once()
    checkpoint = publish_now()
    assert checkpoint is not None
    report = audit(checkpoint, from_folder(published_log().root))
    assert report.types["holder.dispute"] == 2
