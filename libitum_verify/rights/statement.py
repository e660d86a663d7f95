"""What somebody decided, as canonical JSON (docs/rights/consent-format.md): the bytes that are hashed and signed.

Pure: the site makes it, a verifier reads it from a receipt, and both hold it to the same schema.
"""

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from libitum_verify import canonical
from libitum_verify.canonical import Json
from libitum_verify.schema import Check, compile_schema
from libitum_verify.verdict import Reason, Refused

from .vocabulary import DATA as VOCABULARY_DATA
from .vocabulary import NEWEST, Class, vocabulary

FORMAT = 1
TYPE = "consent"
SCHEMA = VOCABULARY_DATA / "consent-1.schema.json"


@cache
def fits() -> Check:
    return compile_schema(json.loads(SCHEMA.read_text(encoding="utf-8")))


def parse_statement(data: bytes) -> dict[str, Json]:
    """The statement these bytes are; raises Refused."""
    value = canonical.parse(data)
    check_form(value)
    return value


def check_form(value: Mapping[str, Any]) -> None:
    """Raises Refused where it is no statement, or names a work or a release that it does not list."""
    if not fits()(dict(value)):
        raise Refused(Reason.BAD_STATEMENT, "This is not a statement of the kind that version 1 describes.")
    listed = {
        "track": {row["work"] for row in value["works"]},
        "release": {row["release"] for row in value["releases"]},
        "account": set(),
    }
    for decision in value["decisions"]:
        if not set(decision["about"]) <= listed[decision["level"]]:
            raise Refused(Reason.BAD_STATEMENT, "A decision is about something that the statement does not list.")
        if bool(decision["about"]) == (decision["level"] == "account"):
            raise Refused(Reason.BAD_STATEMENT, "A decision does not say what it is about.")


def digest(data: bytes) -> str:
    """What the log names, and what the passkey signs (as 32 bytes)."""
    return hashlib.sha256(data).hexdigest()


def needs_signature(value: Mapping[str, Any]) -> bool:
    """Whether it opts in to anything that is off until somebody does. Raises Refused for a purpose that isn't known."""
    version = value["vocabulary"]["version"]
    if not 1 <= version <= NEWEST:
        raise Refused(Reason.BAD_STATEMENT, f"This verifier does not know version {version} of the list of purposes.")
    purposes = vocabulary(version).purposes
    for decision in value["decisions"]:
        purpose = purposes.get(decision["purpose"])
        if purpose is None:
            raise Refused(Reason.BAD_STATEMENT, f"There is no purpose {decision['purpose']}.")
        if decision["allowed"] and purpose.starts_as >= Class.O:
            return True
    return False


def counts(value: Mapping[str, Any]) -> tuple[int, int]:
    """Grants and refusals, as the log's entry counts them: one for each work, release or account."""
    grants = sum(max(1, len(row["about"])) for row in value["decisions"] if row["allowed"])
    refusals = sum(max(1, len(row["about"])) for row in value["decisions"] if not row["allowed"])
    return grants, refusals
