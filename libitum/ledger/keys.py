"""The log's signing key: 32 bytes in base64, in a file of its own or in the environment."""

import base64
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.utils.translation import gettext as _

from libitum_verify.note import VerifierKey

from .errors import BadKey
from .files import write_durably

VARIABLE = "LIBITUM_LEDGER_KEY"
SEED_BYTES = 32


@dataclass(frozen=True, slots=True)
class SigningKey:
    name: str
    private: Ed25519PrivateKey

    @property
    def verifier(self) -> VerifierKey:
        return VerifierKey(self.name, self.private.public_key().public_bytes_raw())

    def sign(self, message: bytes) -> bytes:
        return self.private.sign(message)

    def seed(self) -> str:
        return base64.b64encode(self.private.private_bytes_raw()).decode()


def key_file() -> Path:
    return Path(settings.LEDGER_KEY_FILE)


def new_key(name: str) -> SigningKey:
    return SigningKey(name, Ed25519PrivateKey.generate())


def parse_key(text: str) -> SigningKey:
    """`name seed`, as the file holds it."""
    name, _space, seed = text.strip().partition(" ")
    try:
        raw = base64.b64decode(seed, validate=True)
    except ValueError:
        raw = b""
    if not name or len(raw) != SEED_BYTES:
        raise BadKey(_("The log's signing key can't be read: it must be a name, a space and 32 bytes in base64."))
    return SigningKey(name, Ed25519PrivateKey.from_private_bytes(raw))


def load_key() -> SigningKey:
    """From the environment, else from the file; raises BadKey, also when others may read the file."""
    if text := os.environ.get(VARIABLE):
        return parse_key(text)
    path = key_file()
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        raise BadKey(_("The log has no signing key yet: make one with “libitum ledger keygen”.")) from None
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise BadKey(_("Others can read the log's signing key: take their rights away (chmod 600)."))
    return parse_key(path.read_text(encoding="utf-8"))


def save_key(key: SigningKey, path: Path | None = None) -> Path:
    path = path or key_file()
    write_durably(path, f"{key.name} {key.seed()}\n".encode(), mode=0o600)
    return path


def has_key() -> bool:
    return VARIABLE in os.environ or key_file().exists()
