from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import transaction

from libitum.ledger.keys import SigningKey, new_key, save_key
from libitum.ledger.log import PublishedLog, published_log
from libitum.ledger.registry import EntryType, register
from libitum.ledger.services import append

NOTE_SCHEMA = Path(__file__).parent / "test.note-1.json"
register(EntryType("test.note", 1, NOTE_SCHEMA, "A remark."))


@pytest.fixture
def key() -> SigningKey:
    key = new_key("music.example/log")
    save_key(key)
    return key


@pytest.fixture
def log() -> PublishedLog:
    return published_log()


@pytest.fixture
def note(db: None) -> Callable[[int], None]:
    """Write so many remarks."""

    def write(count: int = 1) -> None:
        with transaction.atomic():
            append(type="test.note", bodies=[{"text": f"remark {i}"} for i in range(count)])

    return write
