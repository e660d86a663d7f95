"""Erasure: what somebody said keeps its effect and its place in the log, and says nothing about them any more."""

import pytest

from libitum.accounts.models import User
from libitum.catalog.models import Track
from libitum.ledger.models import Entry
from libitum.rights.models import Ceremony, Statement, Word
from libitum.rights.selectors.receipts import statements_of
from libitum.rights.services.ceremonies import propose
from libitum.rights.services.forgetting import forget_statements
from libitum.rights.services.parties import party_of
from libitum.rights.services.signing import sign
from libitum.rights.services.statements import Draft

from .devices import Device, ready_key


@pytest.fixture
def said(alice: User, song: Track) -> None:
    """A signed opt-in, a refusal, and one more that waits."""
    device = Device()
    ready_key(alice, device)
    party = party_of(alice)
    ceremony = propose(actor=alice, party=party, drafts=[Draft("train.analysis", True, track=song)], language="en")
    assert isinstance(ceremony, Ceremony)
    sign(actor=alice, ceremony=ceremony, credential=device.sign(ceremony))
    propose(actor=alice, party=party, drafts=[Draft("gen.train.voice", False)], language="en")
    propose(actor=alice, party=party, drafts=[Draft("gen.train.style", True)], language="en")


def test_texts_titles_and_nonces_are_gone(alice: User, said: None) -> None:
    assert forget_statements(party=party_of(alice)) == 2
    assert {bytes(row.body) for row in Statement.objects.all()} == {b""}
    assert {row.salt for row in Statement.objects.all()} == {""}
    assert not Ceremony.objects.exists()


def test_words_signatures_and_entries_remain(alice: User, said: None) -> None:
    words = list(Word.objects.order_by("pk").values())
    entries = list(Entry.objects.order_by("pk").values())
    forget_statements(party=party_of(alice))
    assert list(Word.objects.order_by("pk").values()) == words
    assert list(Entry.objects.order_by("pk").values()) == entries
    assert Statement.objects.exclude(signature=None).count() == 1


def test_of_others_nothing_is_forgotten(alice: User, bob: User, said: None) -> None:
    propose(actor=bob, party=party_of(bob), drafts=[Draft("disc.search", False)], language="en")
    forget_statements(party=party_of(alice))
    assert [row.party.user for row in statements_of(bob)] == [bob]
    assert list(statements_of(alice)) == []


def test_twice_is_once(alice: User, said: None) -> None:
    forget_statements(party=party_of(alice))
    assert forget_statements(party=party_of(alice)) == 0
