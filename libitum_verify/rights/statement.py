"""What somebody decided, as canonical JSON (docs/rights/consent-format.md): the bytes that are hashed and signed.

Pure: the site makes it, a verifier reads it from a receipt, and both hold it to the same schema.
"""

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from typing import Any, NamedTuple

from libitum_verify import canonical
from libitum_verify.canonical import Json
from libitum_verify.schema import Check, compile_schema
from libitum_verify.verdict import Reason, Refused

from .facts import INSTANCE
from .vocabulary import DATA as VOCABULARY_DATA
from .vocabulary import NEWEST, Class, vocabulary

# The one that is written; what was written in the first one is read as well as ever.
FORMAT = 2
FORMATS = (1, FORMAT)
TYPE = "consent"


class Counts(NamedTuple):
    """As the log's entry has them: one for each work, release or account."""

    grants: int
    refusals: int
    returns: int
    """Works and releases that say nothing of their own any more."""


@cache
def fits(version: int) -> Check:
    path = VOCABULARY_DATA / f"consent-{version}.schema.json"
    return compile_schema(json.loads(path.read_text(encoding="utf-8")))


def parse_statement(data: bytes) -> dict[str, Json]:
    """The statement these bytes are; raises Refused."""
    value = canonical.parse(data)
    check_form(value)
    return value


def check_form(value: Mapping[str, Any]) -> None:
    """Raises Refused where it is no statement, or names a work or a release that it does not list."""
    version = value.get("v")
    if type(version) is not int or version not in FORMATS:
        raise Refused(Reason.BAD_STATEMENT, "This is not a statement of a kind that this verifier knows.")
    if not fits(version)(dict(value)):
        raise Refused(Reason.BAD_STATEMENT, f"This is not a statement of the kind that version {version} describes.")
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
        if inherits(decision) and not is_plain_return(decision):
            raise Refused(Reason.BAD_STATEMENT, "Something is said to follow what stands above it, and to say its own.")


def inherits(decision: Mapping[str, Any]) -> bool:
    """Whether a work or a release is to say nothing of its own any more; the first format did not know this."""
    return decision.get("inherits") is True


def is_plain_return(decision: Mapping[str, Any]) -> bool:
    """It has no limits, as it grants nothing; and above the account there is nothing."""
    bare = not any(decision[name] for name in ("allowed", "model", "version", "territories", "credit"))
    endless = decision["since"] is None and decision["until"] is None and decision["share"] is None
    return bare and endless and decision["level"] != "account" and decision["taker"] in ("", INSTANCE)


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


def counts(value: Mapping[str, Any]) -> Counts:
    grants = refusals = returns = 0
    for row in value["decisions"]:
        number = max(1, len(row["about"]))
        if inherits(row):
            returns += number
        elif row["allowed"]:
            grants += number
        else:
            refusals += number
    return Counts(grants, refusals, returns)


def counted(value: Mapping[str, Any]) -> dict[str, int]:
    """What the log's entry must say of a statement of its format."""
    numbers = counts(value)._asdict()
    return numbers if value["v"] > 1 else {name: numbers[name] for name in ("grants", "refusals")}
