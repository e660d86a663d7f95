from collections.abc import Callable

import pytest
from django.db import transaction
from django.db.transaction import TransactionManagementError

from libitum.ledger.errors import BadKey, LogClosed
from libitum.ledger.keys import SigningKey
from libitum.ledger.lock import sequencer_lock
from libitum.ledger.log import PublishedLog
from libitum.ledger.models import Entry
from libitum.ledger.registry import entry_types
from libitum.ledger.sequencer import sequence
from libitum.ledger.services import append
from libitum_verify.audit import audit
from libitum_verify.checkpoint import Checkpoint, open_checkpoint

Note = Callable[[int], None]
# The sequencer commits on its own: what it signs must be on the disk.
pytestmark = pytest.mark.django_db(transaction=True)
OWN = len(entry_types())


def proved(log: PublishedLog, key: SigningKey) -> Checkpoint:
    checkpoint = open_checkpoint(log.fetch("checkpoint"), [key.verifier], key.name)
    audit(checkpoint, log.fetch)
    return checkpoint


@pytest.mark.parametrize("count", [0, 1, 255 - OWN, 256 - OWN, 257 - OWN, 600])
def test_a_log_of_any_size_can_be_audited(note: Note, log: PublishedLog, key: SigningKey, count: int) -> None:
    note(count)
    sequence()
    assert proved(log, key).size == OWN + count


def test_growing_by_steps_gives_the_same_tree_as_at_once(note: Note, log: PublishedLog, key: SigningKey) -> None:
    for count in (1, 200, 54, 1, 1, 700, 3):
        note(count)
        sequence()
        proved(log, key)


def test_nothing_new_signs_nothing(note: Note, log: PublishedLog, key: SigningKey) -> None:
    note(3)
    sequence()
    before = log.fetch("checkpoint")
    assert sequence() is None
    assert log.fetch("checkpoint") == before


def test_only_one_at_a_time(note: Note, log: PublishedLog, key: SigningKey) -> None:
    note(1)
    with sequencer_lock(log.root) as held:
        assert held
        assert sequence() is None
    assert sequence() is not None


def test_an_entry_goes_with_its_transaction(log: PublishedLog, key: SigningKey) -> None:
    with transaction.atomic():
        append(type="test.note", bodies=[{"text": "never"}])
        transaction.set_rollback(True)
    assert not Entry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_written() -> None:
    with pytest.raises(TransactionManagementError):
        append(type="test.note", bodies=[{"text": "x"}])


@pytest.mark.parametrize("body", [{}, {"text": 1}, {"text": "x", "more": 1}, {"text": "x" * 101}, {"text": 0.5}])
def test_what_does_not_fit_its_schema_is_not_written(body: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="schema"), transaction.atomic():
        append(type="test.note", bodies=[body])  # type: ignore[list-item]
    with pytest.raises(LookupError), transaction.atomic():
        append(type="unheard.of", bodies=[{}])


def test_without_a_key_nothing_is_signed(note: Note, log: PublishedLog) -> None:
    note(1)
    with pytest.raises(BadKey):
        sequence()
    assert not (log.root / "checkpoint").exists()


def test_a_key_others_can_read_is_not_used(note: Note, key: SigningKey, settings: object) -> None:
    settings.LEDGER_KEY_FILE.chmod(0o640)  # type: ignore[attr-defined]
    note(1)
    with pytest.raises(BadKey):
        sequence()


def test_a_database_that_lost_entries_reads_them_back(note: Note, log: PublishedLog, key: SigningKey) -> None:
    note(700)
    sequence()
    Entry.objects.filter(position__gte=300).delete()
    note(5)
    sequence()
    assert proved(log, key).size == OWN + 705


def test_a_lost_database_is_read_back_whole(note: Note, log: PublishedLog, key: SigningKey) -> None:
    note(400)
    sequence()
    Entry.objects.all().delete()
    note(1)
    sequence()
    assert proved(log, key).size == OWN + 401


def test_another_history_is_not_signed(note: Note, log: PublishedLog, key: SigningKey) -> None:
    note(5)
    signed = sequence()
    last = Entry.objects.order_by("-position")[0]
    Entry.objects.filter(pk=last.pk).update(body=bytes(last.body).replace(b"remark", b"REMARK"))
    note(1)
    with pytest.raises(LogClosed):
        sequence()
    assert log.newest() == signed
