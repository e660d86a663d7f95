"""The very files the sequencer publishes, at every size where tiles begin, fill and overflow, read by others' code."""

import shutil
from pathlib import Path

import pymerkle
import pytest
from tlog_scales.backend import LocalBackend
from tlog_scales.reader import TilesReader
from tlog_scales.signing import Vkey

from libitum.ledger import registry
from libitum.ledger.keys import SigningKey
from libitum.ledger.log import PublishedLog
from libitum.ledger.models import Entry
from libitum.ledger.sequencer import sequence
from libitum_verify.checkpoint import Checkpoint
from libitum_verify.cli import main
from libitum_verify.merkle import leaf_hash
from libitum_verify.pin import check_continues

SIZES = [0, 1, 2, 255, 256, 257, 65_535, 65_536, 65_537, 70_000]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.of_sqlite]


@pytest.fixture(autouse=True)
def no_types_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """A log begins with the forms of its entries; without any it can have no entry, or one."""
    monkeypatch.setattr(registry, "_types", {})
    monkeypatch.setattr("libitum.ledger.positions.ROUND", max(SIZES))


def entry(index: int) -> bytes:
    return b'{"n":%d}' % index


def grow(old: int, new: int) -> Checkpoint | None:
    Entry.objects.bulk_create([Entry(type="test", body=entry(i)) for i in range(old, new)], batch_size=2000)
    return sequence()


def check_by_tlog_scales(folder: Path, key: SigningKey, checkpoint: Checkpoint, old: Checkpoint | None) -> None:
    reader = TilesReader(LocalBackend(folder))
    theirs = reader.get_checkpoint()
    theirs.verify(Vkey.from_string(str(key.verifier)))
    assert (theirs.size, theirs.root_hash) == (checkpoint.size, checkpoint.root)
    assert reader.calculate_root_hash() == checkpoint.root
    size = checkpoint.size
    for index in {i for i in (0, 1, 255, 256, size // 2, size - 2, size - 1) if 0 <= i < size}:
        assert reader.get_entry(index) == entry(index)
        reader.get_inclusion_proof(index, size).check(leaf_hash(entry(index)), checkpoint.root)
    if old is not None and old.size:
        reader.get_consistency_proof(old.size, size).check(old.root, checkpoint.root)


def test_every_size_by_growing_through_all_of_them(log: PublishedLog, key: SigningKey) -> None:
    theirs = pymerkle.InmemoryTree(algorithm="sha256")  # type: ignore[no-untyped-call]
    last: Checkpoint | None = None
    for size in SIZES:
        before = last.size if last else 0
        now = grow(before, size)
        assert now is not None
        assert now.size == size
        for index in range(before, size):
            theirs.append_entry(entry(index))
        assert size == 0 or theirs.get_root() == now.root
        check_by_tlog_scales(log.root, key, now, last)
        if last is not None:
            check_continues(last, now, log.fetch)
        last = now


@pytest.mark.parametrize("size", [2, 256, 65_537])
def test_at_once_gives_the_same_tree_as_by_steps(log: PublishedLog, key: SigningKey, size: int) -> None:
    grow(0, size // 2)
    by_steps = grow(size // 2, size)
    shutil.rmtree(log.root)
    Entry.objects.update(position=None)
    assert sequence() == by_steps


def test_a_plain_copy_is_a_mirror_that_proves_as_much(
    monkeypatch: pytest.MonkeyPatch, log: PublishedLog, key: SigningKey, tmp_path: Path
) -> None:
    monkeypatch.undo()
    sequence()
    mirror = tmp_path / "mirror"
    shutil.copytree(log.root, mirror)
    shutil.rmtree(log.root)
    assert main(["audit", "--mirror", str(mirror), "--key", str(key.verifier)]) == 0
