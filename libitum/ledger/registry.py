"""The types of entry a room may write. Each has a JSON Schema, published in the log before its first entry."""

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from libitum_verify.canonical import Json, canonical
from libitum_verify.schema import Check, compile_schema

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


@dataclass(frozen=True)
class EntryType:
    """`explanation` is a sentence for people (a lazy translation); `schema` the file with its JSON Schema."""

    name: str
    version: int
    schema: Path
    explanation: "_StrOrPromise"

    @cached_property
    def published(self) -> bytes:
        value: Json = json.loads(self.schema.read_text(encoding="utf-8"))
        return canonical(value)

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.published).hexdigest()

    @cached_property
    def check(self) -> Check:
        return compile_schema(json.loads(self.published))


_types: dict[str, EntryType] = {}


def register(entry_type: EntryType) -> None:
    """Called once per type as a room's app gets ready. The newest version is the one written."""
    known = _types.get(entry_type.name)
    if known is None or known.version < entry_type.version:
        _types[entry_type.name] = entry_type


def entry_types() -> dict[str, EntryType]:
    return dict(_types)


def entry_type(name: str) -> EntryType:
    try:
        return _types[name]
    except KeyError:
        raise LookupError(f"no room has registered the entry type {name}") from None
