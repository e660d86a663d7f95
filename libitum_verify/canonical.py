"""Canonical JSON (RFC 8785) of what log entries may hold: no floating point, integers within 2**53."""

import json
import re

from .verdict import Reason, Refused

Json = None | bool | int | str | list["Json"] | dict[str, "Json"]
MAX_INTEGER = 2**53 - 1
ESCAPES = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
SPECIAL = re.compile(r'["\\\x00-\x1f]')
SURROGATE = re.compile(r"[\ud800-\udfff]")


def canonical(value: Json) -> bytes:
    """Raises ValueError for what has no canonical form here."""
    return write(value).encode()


def write(value: Json) -> str:
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int):
        if abs(value) > MAX_INTEGER:
            raise ValueError("an integer beyond 2**53 has no canonical form")
        return str(value)
    if isinstance(value, str):
        return write_string(value)
    if isinstance(value, list):
        return "[" + ",".join([write(item) for item in value]) + "]"
    if isinstance(value, dict):
        # RFC 8785 sorts by UTF-16 code units; for plain names that is Python's own order.
        keys = sorted(value) if all(key.isascii() for key in value) else sorted(value, key=utf16)
        return "{" + ",".join([f"{write_string(key)}:{write(value[key])}" for key in keys]) + "}"
    raise ValueError(f"{type(value).__name__} has no canonical form")


def utf16(text: str) -> bytes:
    return text.encode("utf-16-be", "surrogatepass")


def write_string(text: str) -> str:
    if SURROGATE.search(text):
        raise ValueError("a lone surrogate has no canonical form")
    return '"' + SPECIAL.sub(lambda m: ESCAPES.get(m[0]) or f"\\u{ord(m[0]):04x}", text) + '"'


def parse(data: bytes) -> dict[str, Json]:
    """The object these bytes are the canonical form of; raises Refused."""
    try:
        value = json.loads(data)
        same = isinstance(value, dict) and canonical(value) == data
    except (ValueError, RecursionError):
        raise Refused(Reason.NOT_CANONICAL, "An entry is not JSON of the kind the log holds.") from None
    if not same:
        raise Refused(Reason.NOT_CANONICAL, "An entry is not in canonical form.")
    return dict(value)
