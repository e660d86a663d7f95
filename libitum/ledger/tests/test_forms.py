"""Forms of entries: published once, never changed, and kept through everything."""

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction

from libitum.ledger import registry
from libitum.ledger.errors import LogClosed
from libitum.ledger.keys import SigningKey
from libitum.ledger.log import PublishedLog
from libitum.ledger.registry import EntryType, register
from libitum.ledger.sequencer import sequence
from libitum.ledger.services import append
from libitum_verify.audit import audit

from .conftest import NOTE_SCHEMA

Note = Callable[[int], None]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def own_types(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_types", registry.entry_types())


def changed(folder: Path, version: int) -> EntryType:
    """A remark may be longer now."""
    schema = json.loads(NOTE_SCHEMA.read_text())
    schema["properties"]["v"]["const"] = version
    schema["properties"]["text"]["maxLength"] = 200
    path = folder / "form.json"
    path.write_text(json.dumps(schema))
    return EntryType("test.note", version, path, "A remark.")


def test_a_form_that_was_published_cannot_change(
    note: Note, log: PublishedLog, key: SigningKey, tmp_path: Path
) -> None:
    note(1)
    signed = sequence()
    registry._types["test.note"] = changed(tmp_path, 1)
    note(1)
    with pytest.raises(LogClosed, match=r"test\.note 1"):
        sequence()
    assert log.newest() == signed


def test_entries_of_every_version_stay_true_even_under_a_new_origin(
    note: Note, log: PublishedLog, key: SigningKey, tmp_path: Path
) -> None:
    note(2)
    sequence()
    register(changed(tmp_path, 2))
    with transaction.atomic():
        append(type="test.note", bodies=[{"text": "x" * 150}])
    second = sequence()
    assert second is not None
    before = audit(second, log.fetch).types
    assert before["test.note"] == 3
    call_command("ledger", "new-origin", name="music.example/log2", why="A disk was lost.", stdout=StringIO())
    fresh = sequence()
    assert fresh is not None
    assert audit(fresh, log.fetch).types == {**before, "origin.continue": 1}
