"""A device with a passkey, as a browser and its authenticator would answer."""

import hashlib
import secrets
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.utils import timezone
from fido2 import cbor

from libitum.accounts.models import User
from libitum.rights.models import Ceremony, SigningKey
from libitum_verify.rights.signing import challenge_of, encode64
from libitum_verify.rights.tests.passkeys import Passkey

SITE = "http://localhost:8000"


class Device:
    def __init__(self, algorithm: int = -7) -> None:
        self.passkey = Passkey(algorithm)
        self.id = secrets.token_bytes(16)

    def registration(self, challenge: str = "AAAA", origin: str = SITE) -> dict[str, Any]:
        """What `navigator.credentials.create` gives."""
        credential = b"\0" * 16 + len(self.id).to_bytes(2, "big") + self.id + self.passkey.cose
        noted = hashlib.sha256(b"localhost").digest() + b"\x45" + b"\0" * 4 + credential
        client = f'{{"type":"webauthn.create","challenge":"{challenge}","origin":"{origin}","crossOrigin":false}}'
        attested = cbor.encode({"fmt": "none", "attStmt": {}, "authData": noted})
        return {
            "id": encode64(self.id),
            "rawId": encode64(self.id),
            "type": "public-key",
            "clientExtensionResults": {"credProps": {"rk": True}},
            "response": {"clientDataJSON": encode64(client.encode()), "attestationObject": encode64(attested)},
        }

    def assertion(self, body: bytes, **changes: Any) -> dict[str, Any]:
        """What `navigator.credentials.get` gives for a batch."""
        changes = {"origin": SITE, "host": "localhost", **changes}
        parts = self.passkey.assertion(body, **changes)
        return {
            "id": encode64(self.id),
            "rawId": encode64(self.id),
            "type": "public-key",
            "clientExtensionResults": {},
            "response": {
                "clientDataJSON": encode64(parts.client_data),
                "authenticatorData": encode64(parts.authenticator_data),
                "signature": encode64(parts.signature),
            },
        }

    def sign(self, ceremony: Ceremony) -> dict[str, Any]:
        return self.assertion(bytes(ceremony.body))


def add_passkey(user: User, device: Device, name: str = "Phone") -> SigningKey:
    """As allauth's own flow does: the authenticator, then its signal."""
    authenticator = WebAuthn.add(user, name, device.registration()).instance
    authenticator_added.send(sender=Authenticator, request=None, user=user, authenticator=authenticator)
    return SigningKey.objects.get(credential_id=encode64(device.id))


def ready_key(user: User, device: Device, name: str = "Phone") -> SigningKey:
    """One whose wait is over."""
    key = add_passkey(user, device, name)
    SigningKey.objects.filter(pk=key.pk).update(may_grant_from=timezone.now())
    key.refresh_from_db()
    return key


def challenge(body: bytes) -> str:
    return encode64(challenge_of(body))
