"""Passkeys and receipts made without a browser or a site: what an authenticator does, in a few lines."""

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from fido2 import cbor, cose

from libitum_verify.canonical import canonical
from libitum_verify.checkpoint import Checkpoint
from libitum_verify.merkle import inclusion_proof, leaf_hash, node_hash, root_hash
from libitum_verify.note import VerifierKey, sign_note
from libitum_verify.proof import InclusionProof
from libitum_verify.rights.receipt import key_digest
from libitum_verify.rights.record import RECEIPT_SCHEMA, receipt_id, record_of
from libitum_verify.rights.signing import Assertion, challenge_of, encode64
from libitum_verify.rights.statement import counted, digest

ORIGIN = "https://music.example"
LOG = "music.example/log"
Private = ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey | rsa.RSAPrivateKey
MAKERS: dict[int, Any] = {
    -7: lambda: ec.generate_private_key(ec.SECP256R1()),
    -8: ed25519.Ed25519PrivateKey.generate,
    -257: lambda: rsa.generate_private_key(65537, 2048),
}


class Passkey:
    def __init__(self, algorithm: int = -7, private: Private | None = None) -> None:
        self.algorithm = algorithm
        self.private: Private = private or MAKERS[algorithm]()
        # The encoding comes from Yubico's library, not from ours.
        self.cose = cbor.encode(dict(cose.CoseKey.for_alg(algorithm).from_cryptography_key(self.private.public_key())))

    def sign(self, message: bytes) -> bytes:
        if isinstance(self.private, ec.EllipticCurvePrivateKey):
            return self.private.sign(message, ec.ECDSA(hashes.SHA256()))
        if isinstance(self.private, rsa.RSAPrivateKey):
            return self.private.sign(message, padding.PKCS1v15(), hashes.SHA256())
        return self.private.sign(message)

    def assertion(self, body: bytes, *, host: str = "music.example", flags: int = 0x05, **client: object) -> Assertion:
        data = {
            "type": "webauthn.get",
            "challenge": encode64(challenge_of(body)),
            "origin": ORIGIN,
            "crossOrigin": False,
            **client,
        }
        client_data = json.dumps(data).encode()
        noted = hashlib.sha256(host.encode()).digest() + bytes([flags]) + (7).to_bytes(4, "big")
        return Assertion(noted, client_data, self.sign(noted + hashlib.sha256(client_data).digest()))


def statement(**changes: Any) -> dict[str, Any]:
    work = "0" * 31 + "1"
    value: dict[str, Any] = {
        "v": 2,
        "type": "consent",
        "origin": ORIGIN,
        "log": LOG,
        "nonce": "ab" * 32,
        "issued": "2026-01-01T00:00:00Z",
        "expires": "2026-01-01T00:10:00Z",
        "controller": {
            "name": "Music e.V.",
            "address": "Via San Nicolò 1, Trieste",
            "contact": "office@music.example",
            "country": "IT",
        },
        "holder": "a" * 32,
        "language": "en",
        "vocabulary": {"version": 1, "sha256": "cd" * 32},
        "terms": 1,
        "works": [{"work": work, "title": "First light", "commitment": "ef" * 32}],
        "releases": [],
        "decisions": [decision(about=[work]), decision(purpose="disc.recommend", allowed=False, level="account")],
        "text": "I allow\n\n1. Learning a style",
    }
    return {**value, **changes}


def statement_of_the_first_format() -> dict[str, Any]:
    value = statement(v=1)
    del value["controller"]
    for row in value["decisions"]:
        del row["inherits"]
    return value


def decision(**changes: Any) -> dict[str, Any]:
    return {
        "purpose": "gen.train.style",
        "allowed": True,
        "inherits": False,
        "level": "track",
        "about": [],
        "taker": "instance",
        "model": "",
        "version": "",
        "territories": ["FR"],
        "commercial": False,
        "credit": "Ada",
        "share": 125,
        "since": None,
        "until": 1_900_000_000,
        **changes,
    }


@dataclass
class SmallLog:
    private: ed25519.Ed25519PrivateKey = field(default_factory=ed25519.Ed25519PrivateKey.generate)
    entries: list[bytes] = field(default_factory=list)

    @property
    def key(self) -> VerifierKey:
        return VerifierKey(LOG, self.private.public_key().public_bytes_raw())

    def subtree(self, level: int, index: int) -> bytes:
        if level == 0:
            return leaf_hash(self.entries[index])
        return node_hash(self.subtree(level - 1, 2 * index), self.subtree(level - 1, 2 * index + 1))

    def proof(self, index: int) -> str:
        size = len(self.entries)
        note = sign_note(Checkpoint(LOG, size, root_hash(size, self.subtree)).text(), self.key, self.private.sign)
        hashes_ = tuple(inclusion_proof(index, size, self.subtree))
        return InclusionProof(index, hashes_, note, self.entries[index]).text().decode()


def receipt(value: dict[str, Any], key: Passkey | None, log: SmallLog | None = None) -> dict[str, Any]:
    """As the site makes it; with a log, the entries are put there."""
    body = canonical(value)
    made: dict[str, Any] = {
        "v": value["v"],
        "type": "receipt",
        "statement": value,
        "sha256": digest(body),
        "signature": None,
        "log": None,
        "record": record_of(value, body),
    }
    if value["v"] > 1:
        made |= {"schema_version": RECEIPT_SCHEMA, "receipt_id": receipt_id(body)}
    if key is not None:
        assertion = key.assertion(body)
        made["signature"] = {
            "algorithm": key.algorithm,
            "public_key": encode64(key.cose),
            "authenticator_data": encode64(assertion.authenticator_data),
            "client_data": encode64(assertion.client_data),
            "signature": encode64(assertion.signature),
        }
    if log is not None:
        made["log"] = logged(made, value, log)
    return made


def logged(made: dict[str, Any], value: dict[str, Any], log: SmallLog) -> dict[str, Any]:
    signature = made["signature"]
    name = key_digest(signature["public_key"]) if signature else ""
    enrolled: dict[str, Any] = {
        "type": "key.enrol",
        "v": 1,
        "time": "2025-12-01T00:00:00Z",
        "account": "b" * 32,
        "key": name,
        "algorithm": signature["algorithm"] if signature else 0,
        "grants_from": "2025-12-04T00:00:00Z",
        "recovered": False,
    }
    entry: dict[str, Any] = {
        "type": "consent.set",
        "v": value["v"],
        "time": "2026-01-01T00:01:00Z",
        "holder": value["holder"],
        "statement": made["sha256"],
        **counted(value),
        "signed": signature is not None,
        "key": name,
    }
    log.entries += [canonical(enrolled), canonical({"type": "other"}), canonical(entry)]
    return {
        "vkey": str(log.key),
        "entry": entry,
        "proof": log.proof(2),
        "key_entry": enrolled if signature else None,
        "key_proof": log.proof(0) if signature else None,
    }
