"""Whether a passkey signed a statement: a WebAuthn assertion (level 3, section 7.2) whose challenge is its SHA-256."""

import base64
import binascii
import hashlib
import json
from dataclasses import dataclass
from urllib.parse import urlsplit

from libitum_verify.verdict import Reason, Refused

from .cose import parse_key

USER_PRESENT, USER_VERIFIED, ATTESTED, EXTENDED = 0x01, 0x04, 0x40, 0x80
PLAIN_LENGTH = 37


def encode64(data: bytes) -> str:
    """base64url without padding (RFC 4648, section 5)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decode64(text: str, what: str) -> bytes:
    """The one text for one value; raises Refused."""
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        data = b""
    if encode64(data) != text:
        raise Refused(Reason.BAD_RECEIPT, f"{what} is not base64url as it must be written.")
    return data


def challenge_of(body: bytes) -> bytes:
    """What the passkey is asked to sign for these canonical bytes."""
    return hashlib.sha256(body).digest()


@dataclass(frozen=True, slots=True)
class Assertion:
    """What a browser gave, as bytes."""

    authenticator_data: bytes
    client_data: bytes
    signature: bytes


def check_assertion(assertion: Assertion, *, body: bytes, public_key: bytes, origin: str) -> None:
    """Raises Refused unless this COSE key signed these bytes on this site, by a person who showed who they are."""
    key = parse_key(public_key)
    check_client_data(assertion.client_data, challenge_of(body), origin)
    check_authenticator_data(assertion.authenticator_data, origin)
    message = assertion.authenticator_data + hashlib.sha256(assertion.client_data).digest()
    if not key.verify(message, assertion.signature):
        raise Refused(Reason.BAD_SIGNATURE, "The signature is not that of this key over this statement.")


def check_client_data(data: bytes, challenge: bytes, origin: str) -> None:
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict) or value.get("type") != "webauthn.get":
        raise Refused(Reason.BAD_SIGNATURE, "What the browser noted is not about the use of a passkey.")
    if value.get("challenge") != encode64(challenge):
        raise Refused(Reason.ALTERED, "What was signed is another statement than this one.")
    if value.get("origin") != origin or value.get("crossOrigin") not in (None, False) or "topOrigin" in value:
        raise Refused(Reason.WRONG_SITE, f"It was not signed on {origin}.")


def check_authenticator_data(data: bytes, origin: str) -> None:
    if len(data) < PLAIN_LENGTH or (len(data) > PLAIN_LENGTH and not data[32] & (ATTESTED | EXTENDED)):
        raise Refused(Reason.BAD_SIGNATURE, "What the passkey noted has not the length it must have.")
    if data[:32] != hashlib.sha256(rp_id(origin).encode()).digest():
        raise Refused(Reason.WRONG_SITE, f"The passkey does not belong to {origin}.")
    if not data[32] & USER_PRESENT or not data[32] & USER_VERIFIED:
        raise Refused(Reason.PERSON_NOT_VERIFIED, "The device did not check who used the passkey.")


def rp_id(origin: str) -> str:
    return urlsplit(origin).hostname or ""
