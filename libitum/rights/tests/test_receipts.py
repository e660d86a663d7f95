"""Receipts of decisions: everything in them is checked by the verifier alone, as a program of its own."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from libitum.accounts.models import User
from libitum.catalog.models import Track
from libitum.ledger.publishing import make_key_once
from libitum.ledger.selectors import log_state
from libitum.ledger.services import publish_now
from libitum.rights.models import Ceremony, Statement
from libitum.rights.selectors.receipts import receipt_of, receipt_text, statements_of
from libitum.rights.services.ceremonies import propose
from libitum.rights.services.keys import recover
from libitum.rights.services.parties import party_of
from libitum.rights.services.signing import sign
from libitum.rights.services.statements import Draft

from .devices import Device, ready_key


@pytest.fixture(autouse=True)
def log_key(db: None) -> None:
    make_key_once()


@pytest.fixture
def signed(alice: User, song: Track, settings: Any) -> Statement:
    settings.KEY_WAIT_HOURS = 0
    device = Device()
    ready_key(alice, device)
    ceremony = propose(
        actor=alice, party=party_of(alice), drafts=[Draft("gen.train.style", True, track=song)], language="fr"
    )
    assert isinstance(ceremony, Ceremony)
    return sign(actor=alice, ceremony=ceremony, credential=device.sign(ceremony))


@pytest.fixture
def refused(alice: User, song: Track) -> Statement:
    said = propose(
        actor=alice, party=party_of(alice), drafts=[Draft("gen.train.style", False, track=song)], language="it"
    )
    assert isinstance(said, Statement)
    return said


def verify(path: Path, text: str, *arguments: str) -> tuple[int, dict[str, Any]]:
    path.write_text(text)
    command = [sys.executable, "-m", "libitum_verify", "--json", "receipt", str(path), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, json.loads(done.stdout)


def test_a_signed_receipt_is_proved_by_the_verifier(signed: Statement, tmp_path: Path, settings: Any) -> None:
    code, said = verify(tmp_path / "r", receipt_text(signed))
    assert (code, said["logged"], said["missing"]) == (0, "not shown", "the proof of its entry in the log")
    publish_now()
    receipt = receipt_text(signed)
    for arguments in ([], ["--key", log_state().vkey], ["--mirror", str(settings.LEDGER_ROOT)]):
        code, said = verify(tmp_path / "r", receipt, *arguments)
        assert (code, said["verdict"]) == (0, "proved"), said
        assert said["signed"] == "by a passkey that knew its person"
        assert "missing" not in said
        assert "First light" in said["text"]


def test_a_refusals_receipt_is_proved_by_the_log(refused: Statement, tmp_path: Path) -> None:
    assert verify(tmp_path / "r", receipt_text(refused))[1]["reason"] == "missing"
    publish_now()
    code, said = verify(tmp_path / "r", receipt_text(refused))
    assert (code, said["signed"]) == (0, "not signed: refusing needs no key")


def test_a_receipt_keeps_what_was_known_when_it_was_signed(alice: User, signed: Statement, tmp_path: Path) -> None:
    """A recovery afterwards makes the key wait, and takes nothing back."""
    settled = receipt_of(signed)["signature"]
    recover(user=alice)
    publish_now()
    assert receipt_of(signed)["signature"] == settled
    assert verify(tmp_path / "r", receipt_text(signed))[0] == 0


def test_tampering_is_noticed(signed: Statement, tmp_path: Path) -> None:
    publish_now()
    good = receipt_of(signed)
    for part, reason in (("text", "altered"), ("nonce", "altered"), ("holder", "altered")):
        wrong = json.loads(json.dumps(good))
        value = wrong["statement"][part]
        wrong["statement"][part] = value[:-1] + ("0" if value[-1] != "0" else "1")
        code, said = verify(tmp_path / "r", json.dumps(wrong))
        assert (code, said["reason"]) == (1, reason)


def test_nothing_in_a_receipt_names_the_person(signed: Statement, alice: User) -> None:
    text = receipt_text(signed)
    for word in (alice.name, alice.email, alice.uid, signed.party.uid):
        assert word not in text


def test_a_list_costs_the_same_however_long(alice: User, refused: Statement, song: Track) -> None:
    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert [str(row.party) for row in statements_of(alice)]
        return len(queries)

    before = cost()
    for _ in range(5):
        propose(actor=alice, party=party_of(alice), drafts=[Draft("disc.search", False)], language="en")
    assert cost() == before
