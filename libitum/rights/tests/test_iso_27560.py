"""ISO/IEC TS 27560: every field that it makes mandatory stands in a real receipt, where the documentation says."""

import re
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.conf import settings as configured
from django.test import Client

from libitum.accounts.models import User
from libitum.catalog.models import Track
from libitum.rights.models import Ceremony, Statement
from libitum.rights.selectors.receipts import receipt_of
from libitum.rights.services.ceremonies import propose
from libitum.rights.services.parties import party_of
from libitum.rights.services.signing import sign
from libitum.rights.services.statements import Draft

from .devices import Device, ready_key

PAGE = Path(__file__).parents[3] / "docs" / "rights" / "consent-format.md"
ASKED = "mandatory|mandatory, may be none|optional"
ROW = re.compile(rf"^\| ([^|]+) \| ({ASKED}) \| (?:`([^`]+)`)? ?\| ?([^|]*)\|$", re.MULTILINE)
# As the table of the guide has them; the version of the schema counts for the record and for the receipt.
MANDATORY = 26
STATES_OF_DPV = {"dpv:ConsentGiven", "dpv:ConsentRefused", "dpv:Permission", "dpv:ObjectionRight", "dpv:ConsentStatus"}


class Field(NamedTuple):
    name: str
    asked: str
    path: str
    why: str


def table() -> list[Field]:
    return [Field(*row) for row in ROW.findall(PAGE.read_text(encoding="utf-8"))]


def found(value: Any, path: str) -> list[Any]:
    """What stands at `a.b[].c`, of every element of a list."""
    values = [value]
    for step in path.split("."):
        name = step.removesuffix("[]")
        values = [each[name] for each in values]
        if step.endswith("[]"):
            values = [item for each in values for item in each]
    return values


@pytest.fixture
def signed(alice: User, song: Track, settings: Any) -> Statement:
    settings.KEY_WAIT_HOURS = 0
    device = Device()
    ready_key(alice, device)
    drafts = [
        Draft("gen.train.voice", True, track=song, until=1_900_000_000),
        Draft("share.public", True, taker="*"),
        Draft("disc.recommend", False),
        Draft("train.analysis", False),
    ]
    ceremony = propose(actor=alice, party=party_of(alice), drafts=drafts, language="fr")
    assert isinstance(ceremony, Ceremony)
    return sign(actor=alice, ceremony=ceremony, credential=device.sign(ceremony))


@pytest.fixture
def refused(alice: User) -> Statement:
    said = propose(actor=alice, party=party_of(alice), drafts=[Draft("disc.search", False)], language="it")
    assert isinstance(said, Statement)
    return said


def test_the_table_names_every_field_of_the_standard() -> None:
    rows = table()
    assert sum(row.asked.startswith("mandatory") for row in rows) == MANDATORY
    assert len({row.name for row in rows}) == len(rows)
    assert all(row.path for row in rows if row.asked.startswith("mandatory"))
    assert all(row.path or row.why.strip() for row in rows), "what is absent says why"


@pytest.mark.parametrize("kind", ["signed", "refused"])
def test_every_mandatory_field_stands_in_a_receipt(kind: str, request: pytest.FixtureRequest) -> None:
    receipt = receipt_of(request.getfixturevalue(kind))
    for row in table():
        if not row.path:
            continue
        values = found(receipt, row.path)
        assert values, row
        if row.asked == "mandatory":
            assert all(value not in ("", None, [], {}) for value in values), row


def test_what_the_fields_say(signed: Statement) -> None:
    record = receipt_of(signed)["record"]
    states = [event["event_state"] for event in record["event"]]
    assert states == ["dpv:ConsentGiven", "dpv:ConsentGiven", "dpv:ObjectionRight", "dpv:ConsentRefused"]
    assert record["event"][0]["validity_duration"].endswith("/2030-03-17T17:46:40Z")
    assert record["event"][1]["validity_duration"].endswith("/..")
    assert record["pii_processing"][0]["lawful_basis"] == "eu-gdpr:A9-2-a"
    assert record["pii_processing"][0]["pii_information"][0]["special_pii_category"] is True
    assert [row["recipient_third_parties"] for row in record["pii_processing"]] == [[], ["*"], [], []]
    assert [party["party_role"] for party in record["party_identification"]] == ["dpv:DataController", "dpv:ThirdParty"]
    assert set(states) <= STATES_OF_DPV


def test_the_operator_is_named_as_they_have_set_it(alice: User, settings: Any) -> None:
    settings.OPERATOR_NAME, settings.OPERATOR_COUNTRY = "Music e.V.", "IT"
    settings.OPERATOR_ADDRESS = "Via San Nicolò 1, Trieste"
    said = propose(actor=alice, party=party_of(alice), drafts=[Draft("disc.search", False)], language="it")
    assert isinstance(said, Statement)
    record = receipt_of(said)["record"]
    (party,) = record["party_identification"]
    assert (party["party_name"], party["party_address"]) == ("Music e.V.", "Via San Nicolò 1, Trieste")
    assert party["party_contact"] == configured.CONTACT_EMAIL
    assert record["pii_processing"][0]["storage_locations"] == ["IT"]
    assert record["pii_processing"][0]["jurisdiction"] == "IT"
    page = Client().get("/about").content.decode()
    assert "Via San Nicolò 1, Trieste" in page


def test_the_page_to_print_has_them_too(as_alice: Client, signed: Statement) -> None:
    page = as_alice.get(f"/my/ai/receipts/{signed.uid}").content.decode()
    receipt = receipt_of(signed)
    record = receipt["record"]
    told = [receipt["receipt_id"], record["record_id"], record["pii_principal_id"]]
    told += [party["party_name"] for party in record["party_identification"]]
    told += [event["validity_duration"] for event in record["event"]]
    told += [row[name] for row in record["pii_processing"] for name in ("purpose", "lawful_basis", "withdrawal_method")]
    assert [each for each in told if each not in page] == []
