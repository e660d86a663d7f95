"""A passkey without a device: what signs for the demo's invented artist, made in memory and kept nowhere.

The demo alone uses it. Nothing here is trusted by the site: what it gives is checked like any browser's.
"""

import hashlib
import secrets

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from fido2.cose import ES256, CoseKey
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

from libitum_verify.rights.signing import challenge_of, encode64, rp_id

Flag = AuthenticatorData.FLAG
# A program can't show that a person was there: it says so because the format knows no other word for "this is meant".
MEANT = Flag.UP | Flag.UV


class ThrowAwayPasskey:
    def __init__(self) -> None:
        self.private = ec.generate_private_key(ec.SECP256R1())
        self.id = secrets.token_bytes(16)
        self.site = settings.BASE_URL
        self.site_hash = hashlib.sha256(rp_id(self.site).encode()).digest()

    def registration(self) -> dict[str, object]:
        """What `navigator.credentials.create` gives (WebAuthn level 3, 5.1.8), with no attestation."""
        public: CoseKey = ES256.from_cryptography_key(self.private.public_key())  # type: ignore[no-untyped-call]
        credential = AttestedCredentialData.create(Aaguid.NONE, self.id, public)
        noted = AuthenticatorData.create(self.site_hash, MEANT | Flag.AT, 0, credential)
        client = CollectedClientData.create("webauthn.create", secrets.token_bytes(32), self.site)
        return self.answer(
            clientDataJSON=encode64(client), attestationObject=encode64(AttestationObject.create("none", noted, {}))
        )

    def signature(self, body: bytes) -> dict[str, object]:
        """What `navigator.credentials.get` gives for a batch of decisions."""
        noted = AuthenticatorData.create(self.site_hash, MEANT, 0)
        client = CollectedClientData.create("webauthn.get", challenge_of(body), self.site)
        signed = self.private.sign(noted + client.hash, ec.ECDSA(hashes.SHA256()))
        return self.answer(
            clientDataJSON=encode64(client), authenticatorData=encode64(noted), signature=encode64(signed)
        )

    def answer(self, **response: str) -> dict[str, object]:
        name = encode64(self.id)
        return {
            "id": name,
            "rawId": name,
            "type": "public-key",
            "clientExtensionResults": {},
            "response": response,
        }
