"""A receipt holds the checkpoint that the log had signed, and the verifier takes it as it is."""

import json
from pathlib import Path

import pytest
from django.db import transaction
from pytest_django import Settings

from libitum.ledger.publishing import heartbeat, make_key_once
from libitum.ledger.selectors import pin
from libitum.ledger.services import append, publish_now
from libitum_verify.cli import main

from .tus import Tus


@pytest.fixture
def signed(db: None) -> None:
    make_key_once()
    heartbeat()
    publish_now()


def received(tus: Tus) -> dict[str, object]:
    where = tus.create(3, {"filename": "dusk.wav"}).where
    assert tus.ask("GET", where, version=None).json["log"] is None
    tus.patch(where, b"abc", 0)
    said: dict[str, object] = tus.ask("GET", where, version=None).json
    return said


def grow() -> None:
    with transaction.atomic():
        append(type="key.rotate", bodies=[{"old": "a", "new": "b"}])
    publish_now()


@pytest.mark.usefixtures("signed")
def test_what_the_log_had_signed_stays_in_the_receipt(tus: Tus, settings: Settings, tmp_path: Path) -> None:
    note = pin()
    receipt = received(tus)
    grow()
    assert pin() != note
    again = tus.ask("GET", str(receipt["url"]), version=None).json
    origin, size, _root = note.splitlines()[:3]
    assert again["log"] == receipt["log"]
    assert again["log"]["checkpoint"] == note
    assert (again["log"]["origin"], str(again["log"]["size"]), len(again["log"]["root"])) == (origin, size, 64)
    path = tmp_path / "receipt.json"
    path.write_text(json.dumps(again))
    assert main(["receipt", str(path), "--mirror", str(settings.LEDGER_ROOT)]) == 0


def test_before_the_first_checkpoint_there_is_none(tus: Tus) -> None:
    receipt = received(tus)
    make_key_once()
    grow()
    assert receipt["received_at"]
    assert tus.ask("GET", str(receipt["url"]), version=None).json["log"] is None
