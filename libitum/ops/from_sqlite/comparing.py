"""A table as one number that doesn't depend on the order of its rows."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models

from .tables import all_models, changed, table_of
from .texts import Texts

# Sums of SHA-256 to this: a row that is there twice counts twice, which it wouldn't with XOR.
MODULUS = 2**256


@dataclass(frozen=True, slots=True)
class Digest:
    rows: int
    total: int


def digest(rows: Iterable[Sequence[Any]]) -> Digest:
    number = total = 0
    for row in rows:
        text = json.dumps([canonical(value) for value in row], sort_keys=True, default=str, separators=(",", ":"))
        total = (total + int.from_bytes(hashlib.sha256(text.encode()).digest())) % MODULUS
        number += 1
    return Digest(number, total)


def canonical(value: Any) -> Any:
    """One form of what both databases may write differently: 2.0 and 2 in JSON, times with other offsets, bytes."""
    if isinstance(value, dict):
        return {key: canonical(each) for key, each in value.items()}
    if isinstance(value, list):
        return [canonical(each) for each in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat(timespec="microseconds")
    if isinstance(value, (bytes, bytearray, memoryview)):
        return bytes(value).hex()
    return value


def differences(source: str, target: str, texts: Texts) -> list[str]:
    """A sentence for each table that doesn't hold the same on both sides."""
    return [sentence for model in all_models() if (sentence := difference(model, source, target, texts)) is not None]


def difference(model: type[models.Model], source: str, target: str, texts: Texts) -> str | None:
    here = digest(changed(model, source, texts.storable))
    there = digest(changed(model, target, texts.storable))
    if here == there:
        return None
    if here.rows != there.rows:
        return f"{table_of(model)}: {here.rows} rows in SQLite, {there.rows} in PostgreSQL."
    return f"{table_of(model)}: a row reads differently in PostgreSQL than in SQLite."
