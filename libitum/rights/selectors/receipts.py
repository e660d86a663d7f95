"""What somebody has decided, and the receipts of it (docs/rights/consent-format.md)."""

import json
from typing import Any

from django.db.models import QuerySet

from libitum.accounts.models import User
from libitum.ledger.models import Entry
from libitum.ledger.selectors import inclusion_proof, log_state, published_index
from libitum.rights.models import Ceremony, KeyEvent, Party, SigningKey, Statement
from libitum_verify.canonical import parse
from libitum_verify.rights.record import RECEIPT_SCHEMA, receipt_id, record_of


def parties_of(user: User) -> QuerySet[Party]:
    """For whom this person speaks: for themselves, and for those whose successor they are."""
    own = Party.objects.filter(user=user)
    return own | Party.objects.filter(died_at__isnull=False, succession__user=user)


def statements_of(user: User) -> QuerySet[Statement]:
    """Newest first, without those that were forgotten."""
    said = Statement.objects.filter(party__in=parties_of(user)).exclude(body=b"")
    return said.select_related("key", "party").order_by("-at", "-pk")


def ceremonies_of(user: User) -> QuerySet[Ceremony]:
    return Ceremony.objects.filter(party__in=parties_of(user)).select_related("party")


def statement_value(said: Statement | Ceremony) -> dict[str, Any]:
    return parse(bytes(said.body))


def entry_index(entry: int | None) -> int | None:
    """Its place in the published log, or None as long as it has none."""
    row = Entry.objects.filter(pk=entry).first() if entry else None
    return published_index(row) if row else None


def receipt_of(statement: Statement) -> dict[str, Any]:
    """As `libitum-verify receipt` reads it. `log` is None as long as no checkpoint holds the entry."""
    body = bytes(statement.body)
    value: dict[str, Any] = parse(body)
    record = record_of(value, body)
    return {
        "v": value["v"],
        "type": "receipt",
        **identity(value, body),
        "statement": value,
        "sha256": record["record_id"],
        "signature": signature_part(statement),
        "log": log_part(statement),
        "record": record,
    }


def identity(value: dict[str, Any], body: bytes) -> dict[str, str]:
    """What tells a receipt from others; those of the first format had nothing of the kind."""
    return {"schema_version": RECEIPT_SCHEMA, "receipt_id": receipt_id(body)} if value["v"] > 1 else {}


def receipt_text(statement: Statement) -> str:
    return json.dumps(receipt_of(statement), ensure_ascii=False, indent=2) + "\n"


def signature_part(statement: Statement) -> dict[str, Any] | None:
    if statement.key is None or statement.signature is None:
        return None
    return {
        "algorithm": statement.key.algorithm,
        "public_key": statement.key.public_key,
        **statement.signature,
    }


def log_part(statement: Statement) -> dict[str, Any] | None:
    index = entry_index(statement.entry)
    if index is None:
        return None
    proof = inclusion_proof(index)
    key_index = entry_index(key_entry(statement.key, statement)) if statement.key else None
    key_proof = inclusion_proof(key_index) if key_index is not None else None
    return {
        "vkey": log_state().vkey,
        "entry": parse(proof.extra),
        "proof": proof.text().decode(),
        "key_entry": parse(key_proof.extra) if key_proof else None,
        "key_proof": key_proof.text().decode() if key_proof else None,
    }


def key_entry(key: SigningKey, statement: Statement) -> int | None:
    """The last entry that says from when on this key can grant, as it was known when it signed."""
    events = KeyEvent.objects.filter(key=key, at__lte=statement.at, entry__isnull=False).exclude(kind="revoked")
    return events.order_by("-at", "-pk").values_list("entry", flat=True).first() or key.entry
