"""A disk that fails at any single act, and is well again: nothing wrong was signed, and the log goes on."""

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from libitum.ledger.errors import LogClosed
from libitum.ledger.keys import SigningKey
from libitum.ledger.log import PublishedLog
from libitum.ledger.publishing import publish_vkeys
from libitum.ledger.restoring import start_new_origin
from libitum.ledger.sequencer import sequence
from libitum_verify.audit import audit
from libitum_verify.canonical import parse
from libitum_verify.checkpoint import Checkpoint, open_checkpoint
from libitum_verify.note import split_note
from libitum_verify.pin import check_continues

Note = Callable[[int], None]
pytestmark = pytest.mark.django_db(transaction=True)


class NoRoomError(OSError):
    """Ours, and no other failure."""


@contextmanager
def full_at(number: int) -> Iterator[list[int]]:
    """The so-manyth act on the disk finds no room. Yields the count of acts so far, in a list."""
    acts = [0]

    def failing(function: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*arguments: Any, **named: Any) -> Any:
            acts[0] += 1
            if acts[0] == number:
                raise NoRoomError(errno.ENOSPC, "No space left on device")
            return function(*arguments, **named)

        return wrapped

    with pytest.MonkeyPatch.context() as patch:
        for name in ("fsync", "open", "mkdir", "unlink", "rmdir"):
            patch.setattr(os, name, failing(getattr(os, name)))
        for name in ("replace", "rename"):
            patch.setattr(Path, name, failing(getattr(Path, name)))
        yield acts


def opened(log: PublishedLog, key: SigningKey) -> Checkpoint:
    return open_checkpoint(log.fetch("checkpoint"), [key.verifier], key.name)


@pytest.mark.parametrize("count", [1, 300])
def test_no_room_at_any_act(note: Note, log: PublishedLog, key: SigningKey, count: int) -> None:
    note(250)
    sequence()
    number, acts = 0, [0]
    while acts[0] >= number:
        number += 1
        before = opened(log, key)
        note(count)
        with full_at(number) as acts, suppress(NoRoomError):
            sequence()
        between = opened(log, key)
        check_continues(before, between, log.fetch)
        sequence()
        after = opened(log, key)
        check_continues(between, after, log.fetch)
        assert after.size == before.size + count
    assert number > 20
    audit(opened(log, key), log.fetch)


@pytest.mark.of_sqlite
def test_a_new_origin_cut_off_at_any_act_names_the_old_one_when_done(
    note: Note, log: PublishedLog, key: SigningKey
) -> None:
    note(300)
    publish_vkeys()
    old = sequence()
    number, acts = 0, [0]
    while acts[0] >= number:
        number += 1
        assert old is not None
        name = f"music.example/log{number}"
        with full_at(number) as acts, suppress(NoRoomError):
            start_new_origin(name=name, why="A disk was lost.")
        if acts[0] >= number:
            # Nothing is signed in between: neither under the old name nor under the new one.
            with suppress(LogClosed):
                assert sequence() is None
            start_new_origin(name=f"{name}b", why="A disk was lost.")
        fresh = sequence()
        assert fresh is not None
        audit(fresh, log.fetch)
        last = parse(log.tree(fresh.size).entry(fresh.size - 1))
        assert last["old_origin"] == old.origin
        assert Checkpoint.parse(split_note(str(last["old_checkpoint"]).encode())[0]) == old
        former = PublishedLog(log.root / "former" / old.origin.replace("/", "-"))
        assert former.newest() == old
        old = fresh
    assert number > 15
