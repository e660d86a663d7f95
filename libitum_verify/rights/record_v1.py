"""The record as receipts of the first version have it; see `record`. It stays: people hold such receipts."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from .facts import ANYBODY, INSTANCE
from .statement import digest
from .vocabulary import Class, Purpose, vocabulary

SCHEMA = "https://w3id.org/dpv/schema/iso-27560#record"
# The names of the articles in DPV's extension for the GDPR.
BASES = {
    "6(1)(a)": "eu-gdpr:A6-1-a",
    "6(1)(b)": "eu-gdpr:A6-1-b",
    "6(1)(f)": "eu-gdpr:A6-1-f",
    "9(2)(a)": "eu-gdpr:A9-2-a",
}


def record_of(value: Mapping[str, Any], body: bytes) -> dict[str, Any]:
    """`value` is what `body` parses to."""
    purposes = vocabulary(value["vocabulary"]["version"]).purposes
    rows = [processing(value, row, purposes[row["purpose"]]) for row in value["decisions"]]
    return {
        "schema_version": SCHEMA,
        "record_id": digest(body),
        "pii_principal_id": value["holder"],
        "creation_timestamp": value["issued"],
        "pii_processing": rows,
        "party_identification": [party_of_site(value), *takers(value)],
        "event": [event(value, row, purposes[row["purpose"]]) for row in value["decisions"]],
    }


def processing(value: Mapping[str, Any], row: Mapping[str, Any], purpose: Purpose) -> dict[str, Any]:
    personal = "dpv:SpecialCategoryPersonalData" if purpose.personal else "dpv:PersonalData"
    return {
        "privacy_notice": f"{value['origin']}/terms/{value['terms']}" if value["terms"] else "",
        "language": value["language"],
        "purpose": purpose.id,
        "purpose_type": list(purpose.dpv),
        "lawful_basis": BASES.get(purpose.basis, purpose.basis),
        "pii_type": [personal],
        "pii_controllers": [value["origin"]],
        "collection_method": "dpv:DataSubjectDataSource",
        "geographic_restrictions": row["territories"],
        "jurisdiction": "",
        "recipient_third_parties": [] if row["taker"] in ("", INSTANCE) else [row["taker"]],
        "withdrawal_method": f"{value['origin']}/my/ai",
        "privacy_rights": f"{value['origin']}/settings/data",
    }


def party_of_site(value: Mapping[str, Any]) -> dict[str, str]:
    return {
        "party_id": value["origin"],
        "party_name": urlsplit(value["origin"]).netloc,
        "party_url": value["origin"],
        "party_contact": f"{value['origin']}/about",
        "party_role": "dpv:DataController",
    }


def takers(value: Mapping[str, Any]) -> list[dict[str, str]]:
    names = dict.fromkeys(row["taker"] for row in value["decisions"] if row["allowed"])
    return [
        {
            "party_id": name,
            "party_name": "anybody" if name == ANYBODY else name,
            "party_url": "",
            "party_contact": "",
            "party_role": "dpv:ThirdParty",
        }
        for name in names
        if name != INSTANCE
    ]


def event(value: Mapping[str, Any], row: Mapping[str, Any], purpose: Purpose) -> dict[str, Any]:
    """Of what starts as off, a yes is consent; of what starts as on, a no is an objection."""
    consent = purpose.starts_as >= Class.O
    given, refused = ("dpv:ConsentGiven", "dpv:ConsentRefused") if consent else ("dpv:Permission", "dpv:ObjectionRight")
    return {
        "purpose": purpose.id,
        "event_time": value["issued"],
        "event_type": "dpv:ExplicitlyExpressedConsent" if consent and row["allowed"] else "dpv:DataSubject",
        "event_state": given if row["allowed"] else refused,
        "valid_from": row["since"],
        "valid_until": row["until"],
        "entity_id": value["holder"],
    }
