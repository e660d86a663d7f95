"""A receipt (docs/rights/consent-format.md), checked by itself: what was decided, who signed it, where it is logged."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from libitum_verify.canonical import Json, canonical, parse
from libitum_verify.checkpoint import Checkpoint
from libitum_verify.note import VerifierKey
from libitum_verify.proof import InclusionProof
from libitum_verify.schema import Check, compile_schema
from libitum_verify.verdict import Reason, Refused

from .cose import parse_key
from .record import receipt_id, record_of
from .signing import Assertion, check_assertion, decode64
from .statement import FORMATS, check_form, counted, digest, needs_signature
from .vocabulary import DATA

Value = Mapping[str, Any]
# A receipt has the version of its statement.


@cache
def fits(version: int) -> Check:
    path = DATA / f"receipt-{version}.schema.json"
    return compile_schema(json.loads(path.read_text(encoding="utf-8")))


@dataclass(slots=True)
class Findings:
    """What a receipt proves, and what it would take to prove the rest."""

    statement: Value
    sha256: str
    signed: bool = False
    logged: bool = False
    time: str = ""
    checkpoint: Checkpoint | None = None
    missing: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return str(self.statement["text"])


def is_decision(data: bytes) -> bool:
    """Whether these bytes mean to be such a receipt, sound or not; receipts of uploads are others."""
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        return False
    return isinstance(value, dict) and "statement" in value


def check_receipt(data: bytes, keys: Sequence[VerifierKey] = ()) -> Findings:
    """Raises Refused. Without keys of one's own, the log is held to the key that stands in the receipt."""
    receipt = read(data)
    value = receipt["statement"]
    check_form(value)
    body = canonical(value)
    if digest(body) != receipt["sha256"]:
        raise Refused(Reason.ALTERED, "The statement has not the SHA-256 that the receipt names.")
    found = Findings(value, receipt["sha256"])
    check_signature(receipt, body, found)
    if receipt["v"] != value["v"] or receipt.get("receipt_id", receipt_id(body)) != receipt_id(body):
        raise Refused(Reason.BAD_RECEIPT, "The receipt's own name, or its version, is not that of its statement.")
    if receipt["record"] != record_of(value, body):
        raise Refused(Reason.BAD_RECEIPT, "The record beside the statement says something else than the statement.")
    check_log(receipt, keys, found)
    if not found.signed and not found.logged:
        raise Refused(
            Reason.MISSING, "Nothing proves this: it needs no signature, and no proof from the log came with it."
        )
    return found


def read(data: bytes) -> dict[str, Any]:
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        raise Refused(Reason.BAD_RECEIPT, "This is not JSON.") from None
    version = value.get("v") if isinstance(value, dict) else None
    if type(version) is not int or version not in FORMATS or not fits(version)(value):
        raise Refused(Reason.BAD_RECEIPT, "This is not a receipt of a kind that this verifier knows.")
    return dict(value)


def check_signature(receipt: Value, body: bytes, found: Findings) -> None:
    signature = receipt["signature"]
    if signature is None:
        if needs_signature(receipt["statement"]):
            raise Refused(Reason.UNSIGNED, "It opts in to something, and nobody has signed it.")
        return
    public_key = decode64(signature["public_key"], "The public key")
    if parse_key(public_key).algorithm != signature["algorithm"]:
        raise Refused(Reason.BAD_KEY, "The passkey's public key is of another algorithm than the receipt says.")
    assertion = Assertion(
        decode64(signature["authenticator_data"], "What the passkey noted"),
        decode64(signature["client_data"], "What the browser noted"),
        decode64(signature["signature"], "The signature"),
    )
    check_assertion(assertion, body=body, public_key=public_key, origin=receipt["statement"]["origin"])
    found.signed = True


def check_log(receipt: Value, keys: Sequence[VerifierKey], found: Findings) -> None:
    log = receipt["log"]
    if log is None:
        found.missing.append("the proof of its entry in the log")
        return
    own_key = VerifierKey.parse(log["vkey"])
    keys = keys or [own_key]
    if own_key not in keys:
        raise Refused(Reason.UNKNOWN_KEY, "The receipt names another key of the log than the one you gave.")
    origin = receipt["statement"]["log"]
    entry = proved(log["proof"], log["entry"], keys, origin, found)
    expected = expected_entry(receipt)
    if {name: entry.get(name) for name in expected} != expected:
        raise Refused(Reason.OTHER_ENTRY, "The log's entry is about another statement, or another key.")
    found.logged, found.time = True, str(entry.get("time", ""))
    if not found.signed:
        return
    if log["key_proof"] is None:
        found.missing.append("the proof of the key's own entry in the log")
        return
    enrolled = proved(log["key_proof"], log["key_entry"], keys, origin, None)
    check_key_entry(enrolled, key_digest(receipt["signature"]["public_key"]), found.time)


def proved(
    text: str, entry: Value, keys: Sequence[VerifierKey], origin: str, found: Findings | None
) -> dict[str, Json]:
    proof = InclusionProof.parse(text.encode())
    if canonical(dict(entry)) != proof.extra:
        raise Refused(Reason.OTHER_ENTRY, "The entry is not the one that its proof is about.")
    checkpoint = proof.check(proof.extra, keys, origin)
    if found is not None:
        found.checkpoint = checkpoint
    return parse(proof.extra)


def expected_entry(receipt: Value) -> dict[str, Json]:
    signature = receipt["signature"]
    return {
        "type": "consent.set",
        "holder": receipt["statement"]["holder"],
        "statement": receipt["sha256"],
        **counted(receipt["statement"]),
        "signed": signature is not None,
        "key": key_digest(signature["public_key"]) if signature else "",
    }


def key_digest(public_key: str) -> str:
    """How a passkey stands in the log: SHA-256 of its COSE form as base64url text."""
    return hashlib.sha256(public_key.encode()).hexdigest()


def check_key_entry(entry: Value, key: str, signed_at: str) -> None:
    if entry.get("type") != "key.enrol" or entry.get("key") != key:
        raise Refused(Reason.OTHER_ENTRY, "The log's entry is about another key than the one that signed.")
    if not "" < str(entry.get("grants_from", "")) <= signed_at:
        raise Refused(Reason.BAD_KEY, "The key was too new to grant anything when it signed.")
