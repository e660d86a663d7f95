"""What is announced in the log may be done once anybody can see it there, and not a moment before."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.utils import timezone

from libitum.ledger.errors import BadKey, LogClosed, LogUnavailable, NotPublished
from libitum.ledger.guard import close
from libitum.ledger.keys import SigningKey, new_key, save_key
from libitum.ledger.lock import sequencer_lock
from libitum.ledger.log import PublishedLog
from libitum.ledger.models import Entry
from libitum.ledger.selectors import inclusion_proof, is_published, published_index, why_not_running
from libitum.ledger.services import append, publish_now, wait_until_published
from libitum.ops.tests.instances import prepared_instance
from libitum_verify.audit import audit
from libitum_verify.checkpoint import open_checkpoint
from libitum_verify.note import VerifierKey
from libitum_verify.source import from_folder

pytestmark = pytest.mark.own_instance

Note = Callable[[int], None]
real_commits = pytest.mark.django_db(transaction=True)


def remark(count: int = 1) -> list[Entry]:
    with transaction.atomic():
        return append(type="test.note", bodies=[{"text": f"{n}"} for n in range(count)])


@real_commits
def test_published_when_a_checkpoint_holds_it(log: PublishedLog, key: SigningKey) -> None:
    first, second = remark(2)
    assert not is_published(first)
    assert published_index(first) is None
    checkpoint = wait_until_published(first, second)
    assert checkpoint == log.newest()
    assert is_published(first, second)
    index = published_index(second)
    assert index is not None
    assert inclusion_proof(index).extra == bytes(second.body)
    [later] = remark()
    assert not is_published(first, second, later)


@real_commits
def test_a_place_is_not_yet_a_checkpoint(log: PublishedLog, key: SigningKey) -> None:
    remark()
    newest = publish_now()
    assert newest is not None
    [entry] = remark()
    Entry.objects.filter(pk=entry.pk).update(position=newest.size)
    assert not is_published(entry)
    wait_until_published(entry)
    assert published_index(entry) == newest.size


@real_commits
def test_many_at_once_and_more_than_a_round(
    log: PublishedLog, key: SigningKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("libitum.ledger.positions.ROUND", 1000)
    entries = remark(2500)
    wait_until_published(*entries)
    assert is_published(*entries)


@real_commits
def test_what_was_taken_back_is_never_published(log: PublishedLog, key: SigningKey) -> None:
    with transaction.atomic():
        [entry] = append(type="test.note", bodies=[{"text": "never"}])
        transaction.set_rollback(True)
    with pytest.raises(NotPublished):
        wait_until_published(entry)


@real_commits
def test_inside_a_transaction_nothing_can_be_waited_for(log: PublishedLog, key: SigningKey) -> None:
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        wait_until_published(*append(type="test.note", bodies=[{"text": "x"}]))
    assert log.newest() is None


@pytest.mark.django_db
def test_rooms_may_test_their_gates_without_real_commits(log: PublishedLog, key: SigningKey) -> None:
    [entry] = remark()
    wait_until_published(entry)
    assert is_published(entry)


@real_commits
def test_a_log_that_cannot_sign_says_why(note: Note, log: PublishedLog) -> None:
    note(1)
    refuses_with(BadKey)
    save_key(new_key("a.example/log"))
    close(log, "Restored.")
    refuses_with(LogClosed)


def refuses_with(kind: type[LogUnavailable]) -> None:
    with pytest.raises(LogUnavailable) as refusal:
        publish_now()
    assert type(refusal.value) is kind
    assert why_not_running() == str(refusal.value)


@real_commits
def test_another_history_and_another_name_are_seen_before_anybody_asks(
    note: Note, log: PublishedLog, key: SigningKey
) -> None:
    note(5)
    publish_now()
    assert why_not_running() == ""
    save_key(new_key("other.example/log"))
    assert "other.example/log" in why_not_running()
    save_key(key)
    Entry.objects.order_by("-position")[0].delete()
    Entry.objects.create(type="test.note", body=b"another", position=log.newest().size - 1)  # type: ignore[union-attr]
    assert "another entry" in why_not_running()


@real_commits
def test_entries_that_nobody_publishes_show(note: Note, log: PublishedLog, key: SigningKey) -> None:
    note(1)
    assert why_not_running() == ""
    Entry.objects.update(created_at=timezone.now() - timedelta(minutes=5))
    assert "no worker" in why_not_running()
    publish_now()
    assert why_not_running() == ""


@real_commits
def test_a_damaged_tile_closes_the_log_with_a_sentence(note: Note, log: PublishedLog, key: SigningKey) -> None:
    note(300)
    signed = publish_now()
    tile = log.root / "tile/1/000.p/1"
    tile.write_bytes(bytes(32))
    note(1)
    with pytest.raises(LogClosed, match="files"):
        publish_now()
    assert log.newest() == signed


@real_commits
def test_whoever_is_at_it_is_waited_for_but_not_for_ever(note: Note, log: PublishedLog, key: SigningKey) -> None:
    note(1)
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with sequencer_lock(log.root):
            held.set()
            done.wait(30)
        connection.close()

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait(30)
    with pytest.raises(NotPublished):
        publish_now(timeout=0.05)
    threading.Timer(0.1, done.set).start()
    assert publish_now(timeout=30) is not None
    holder.join()


WRITER = """
from django.db import transaction
from libitum.ledger.selectors import is_published
from libitum.ledger.services import append, wait_until_published
answer = []
for n in range(15):
    with transaction.atomic():
        entries = append(type="key.rotate", bodies=[{"old": "a", "new": f"{n} {i}"} for i in range(n % 3 + 1)])
    wait_until_published(*entries, timeout=60)
    answer.append(is_published(*entries))
"""


def test_several_processes_publish_side_by_side_into_one_history(tmp_path: Path) -> None:
    instance = prepared_instance(tmp_path, "writers")
    with ThreadPoolExecutor(3) as pool:
        answers = list(pool.map(instance.ask, [WRITER] * 3))
    assert answers == [[True] * 15] * 3
    fetch = from_folder(instance.home / "log")
    key = VerifierKey.parse(fetch("vkey").decode())
    report = audit(open_checkpoint(fetch("checkpoint"), [key], key.name), fetch)
    assert report.types["key.rotate"] == 3 * 30
