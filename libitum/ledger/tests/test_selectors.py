from collections.abc import Callable

import pytest

from libitum.ledger.keys import SigningKey
from libitum.ledger.log import PublishedLog
from libitum.ledger.selectors import inclusion_proof, log_state, newest_entries, pin
from libitum.ledger.sequencer import sequence
from libitum_verify.proof import InclusionProof

Note = Callable[[int], None]
pytestmark = pytest.mark.django_db(transaction=True)


def test_pages_of_entries_newest_first(note: Note, log: PublishedLog, key: SigningKey) -> None:
    note(600)
    sequence()
    size = log_state().size
    seen = [entry.index for before in range(size, 0, -50) for entry in newest_entries(before, 50)]
    assert seen == list(reversed(range(size)))
    assert newest_entries(0, 50) == []


def test_before_the_first_checkpoint_there_is_nothing(log: PublishedLog) -> None:
    assert (log_state().size, newest_entries(10, 10), pin()) == (0, [], "")


def test_a_proof_taken_away_proves_its_entry(note: Note, log: PublishedLog, key: SigningKey) -> None:
    note(300)
    sequence()
    proof = InclusionProof.parse(inclusion_proof(299).text())
    assert proof.check(proof.extra, [key.verifier], key.name).size == log_state().size
    assert pin().encode() == proof.checkpoint
