"""Signed notes and verifier keys (c2sp.org/signed-note), Ed25519 alone."""

import base64
import binascii
import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from . import ed25519
from .verdict import Reason, Refused

ED25519 = b"\x01"
KEY_ID_BYTES = 4
MAX_NOTE_BYTES = 1_000_000
MAX_SIGNATURES = 64
SIGNATURE_MARK = "— "

Signer = Callable[[bytes], bytes]


def decode_base64(text: str, reason: Reason, what: str) -> bytes:
    """Canonical standard base64 only: one text for one value."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise Refused(reason, f"{what} is not base64.") from None
    if base64.b64encode(data).decode() != text:
        raise Refused(reason, f"{what} is not canonical base64.")
    return data


def is_key_name(name: str) -> bool:
    return bool(name) and "+" not in name and not any(c.isspace() for c in name)


def key_id(name: str, public: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + ED25519 + public).digest()[:KEY_ID_BYTES]


@dataclass(frozen=True, slots=True)
class VerifierKey:
    name: str
    public: bytes

    @property
    def id(self) -> bytes:
        return key_id(self.name, self.public)

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{base64.b64encode(ED25519 + self.public).decode()}"

    @classmethod
    def parse(cls, text: str) -> "VerifierKey":
        parts = text.strip().split("+", 2)
        if len(parts) != 3 or not is_key_name(parts[0]):  # noqa: PLR2004 - name, id, key
            raise Refused(Reason.BAD_KEY, "A verifier key reads name+id+key.")
        material = decode_base64(parts[2], Reason.BAD_KEY, "The verifier key")
        if material[:1] != ED25519 or len(material) != 33:  # noqa: PLR2004 - a type byte and 32 bytes
            raise Refused(Reason.BAD_KEY, "The verifier key is not an Ed25519 key.")
        key = cls(parts[0], material[1:])
        if key.id.hex() != parts[1]:
            raise Refused(Reason.BAD_KEY, "The verifier key's id does not fit the key.")
        return key


@dataclass(frozen=True, slots=True)
class Signature:
    name: str
    key_id: bytes
    raw: bytes

    def line(self) -> str:
        return f"{SIGNATURE_MARK}{self.name} {base64.b64encode(self.key_id + self.raw).decode()}\n"


def split_note(note: bytes) -> tuple[str, list[Signature]]:
    """The text with its final newline, and the signatures below it, none of them checked."""
    if len(note) > MAX_NOTE_BYTES:
        raise Refused(Reason.BAD_NOTE, "The note is too long.")
    try:
        decoded = note.decode()
    except UnicodeDecodeError:
        raise Refused(Reason.BAD_NOTE, "The note is not UTF-8.") from None
    if any(c < " " and c != "\n" for c in decoded):
        raise Refused(Reason.BAD_NOTE, "The note holds control characters.")
    cut = decoded.rfind("\n\n")
    if cut < 0 or not decoded.endswith("\n"):
        raise Refused(Reason.BAD_NOTE, "The note has no signature.")
    lines = decoded[cut + 2 :].splitlines()
    if not 0 < len(lines) <= MAX_SIGNATURES:
        raise Refused(Reason.BAD_NOTE, "The note has no signature, or too many.")
    return decoded[: cut + 1], [parse_signature(line) for line in lines]


def parse_signature(line: str) -> Signature:
    name, _, encoded = line.removeprefix(SIGNATURE_MARK).partition(" ")
    if not line.startswith(SIGNATURE_MARK) or not is_key_name(name):
        raise Refused(Reason.BAD_NOTE, "A line below the note is no signature.")
    data = decode_base64(encoded, Reason.BAD_NOTE, "A signature")
    if len(data) <= KEY_ID_BYTES:
        raise Refused(Reason.BAD_NOTE, "A signature is too short.")
    return Signature(name, data[:KEY_ID_BYTES], data[KEY_ID_BYTES:])


def open_note(note: bytes, keys: Iterable[VerifierKey]) -> str:
    """The text, when at least one of the known keys signed it and none of theirs is wrong."""
    text, signatures = split_note(note)
    known = {(key.name, key.id): key for key in keys}
    verified = False
    for signature in signatures:
        key = known.get((signature.name, signature.key_id))
        if key is None:
            continue
        if not ed25519.verify(key.public, text.encode(), signature.raw):
            raise Refused(Reason.BAD_SIGNATURE, f"The signature of {signature.name} is wrong.")
        verified = True
    if not verified:
        raise Refused(Reason.UNKNOWN_KEY, "No known key signed this.")
    return text


def sign_note(text: str, key: VerifierKey, sign: Signer) -> bytes:
    return (text + "\n" + Signature(key.name, key.id, sign(text.encode())).line()).encode()
