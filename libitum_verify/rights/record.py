"""The receipt's part for people and programs that know ISO/IEC TS 27560: every field follows from the statement.

Names of fields as in ISO/IEC TS 27560:2023, values in terms of the Data Privacy Vocabulary (DPV) 2, as its guide
"Consent records and receipts" maps them; docs/rights/consent-format.md has the table. A verifier makes it anew and
compares, so that it can't say anything else than what was decided.
"""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from . import record_v1
from .facts import ANYBODY, INSTANCE
from .record_v1 import BASES
from .statement import digest
from .vocabulary import Class, Purpose, vocabulary

SCHEMA = "https://w3id.org/dpv/schema/dpv-27560#record"
RECEIPT_SCHEMA = "https://w3id.org/dpv/schema/dpv-27560#receipt"
# Kept until the account is erased; then only the log's random names and hashes are left.
RETENTION = "dpv:UntilEventDuration"
OPEN_END = ".."  # ISO 8601-2, 9.3.1: an interval without an end


def record_of(value: Mapping[str, Any], body: bytes) -> dict[str, Any]:
    """`value` is what `body` parses to."""
    if value["v"] == 1:
        return record_v1.record_of(value, body)
    purposes = vocabulary(value["vocabulary"]["version"]).purposes
    rows = [(row, purposes[row["purpose"]]) for row in value["decisions"]]
    return {
        "schema_version": SCHEMA,
        "record_id": digest(body),
        "pii_principal_id": value["holder"],
        "creation_timestamp": value["issued"],
        "pii_processing": [processing(value, row, purpose) for row, purpose in rows],
        "party_identification": [party_of_site(value), *takers(value)],
        "event": [event(value, row, purpose) for row, purpose in rows],
    }


def receipt_id(body: bytes) -> str:
    """Of the receipt as such, which the standard tells from its record: 64 hexadecimal digits."""
    return hashlib.sha256(b"receipt\n" + body).hexdigest()


def about_page(value: Mapping[str, Any]) -> str:
    """Where the operator says who they are: what stands in place of what they have not put into the settings."""
    return f"{value['origin']}/about"


def processing(value: Mapping[str, Any], row: Mapping[str, Any], purpose: Purpose) -> dict[str, Any]:
    place = value["controller"]["country"] or about_page(value)
    return {
        "privacy_notice": f"{value['origin']}/terms/{value['terms']}" if value["terms"] else f"{value['origin']}/terms",
        "language": value["language"],
        "purpose": purpose.id,
        "purpose_type": list(purpose.dpv),
        "lawful_basis": BASES.get(purpose.basis, purpose.basis),
        "pii_information": [{"pii_type": "dpv:PersonalData", "special_pii_category": purpose.personal}],
        "pii_controllers": [value["origin"]],
        "collection_method": "dpv:DataSubjectDataSource",
        "storage_locations": [place],
        "retention_period": RETENTION,
        "geographic_restrictions": row["territories"],
        "jurisdiction": place,
        "recipient_third_parties": [] if row["taker"] in ("", INSTANCE) else [row["taker"]],
        "withdrawal_method": f"{value['origin']}/my/ai",
        "privacy_rights": f"{value['origin']}/settings/data",
    }


def party_of_site(value: Mapping[str, Any]) -> dict[str, str]:
    controller = value["controller"]
    return {
        "party_id": value["origin"],
        "party_name": controller["name"],
        "party_address": controller["address"] or about_page(value),
        "party_url": value["origin"],
        "party_contact": controller["contact"],
        "party_role": "dpv:DataController",
        "party_type": "dpv:LegalEntity",
    }


def takers(value: Mapping[str, Any]) -> list[dict[str, str]]:
    """They are reached through the site, which knows them."""
    names = dict.fromkeys(row["taker"] for row in value["decisions"] if row["allowed"])
    return [
        {
            "party_id": name,
            "party_name": "anybody" if name == ANYBODY else name,
            "party_address": about_page(value),
            "party_url": "",
            "party_contact": value["controller"]["contact"],
            "party_role": "dpv:ThirdParty",
            "party_type": "dpv:Recipient",
        }
        for name in names
        if name != INSTANCE
    ]


def event(value: Mapping[str, Any], row: Mapping[str, Any], purpose: Purpose) -> dict[str, Any]:
    """Of what starts as off, a yes is consent; of what starts as on, a no is an objection, and its type the basis."""
    consent = purpose.starts_as >= Class.O
    return {
        "purpose": purpose.id,
        "event_time": value["issued"],
        "validity_duration": validity(value, row),
        "event_type": "dpv:ExplicitlyExpressedConsent" if consent else BASES.get(purpose.basis, purpose.basis),
        "event_state": state(row, consent=consent),
        "entity_id": value["holder"],
    }


def state(row: Mapping[str, Any], *, consent: bool) -> str:
    """A work that says nothing of its own any more has the state of what stands above it, which is not said here."""
    if row["inherits"]:
        return "dpv:ConsentStatus"
    given, refused = ("dpv:ConsentGiven", "dpv:ConsentRefused") if consent else ("dpv:Permission", "dpv:ObjectionRight")
    return given if row["allowed"] else refused


def validity(value: Mapping[str, Any], row: Mapping[str, Any]) -> str:
    """An ISO 8601 interval."""
    since = value["issued"] if row["since"] is None else moment(row["since"])
    return f"{since}/{OPEN_END if row['until'] is None else moment(row['until'])}"


def moment(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
