"""How people and works stand in the log: by a random name, and by hashes only their owner can open.

Forgetting the salt, or the row that says whose a pseudonym is, leaves the entry as it was and nobody in it.
"""

import hashlib
import hmac
import secrets
from collections.abc import Collection
from dataclasses import dataclass

from .models import Pseudonym

SALT_BYTES = 32


@dataclass(frozen=True, slots=True)
class SaltedHash:
    """`digest` goes into the log; `salt` goes to the person and, until they ask to be forgotten, into our database."""

    digest: str
    salt: str

    def opens(self, value: str) -> bool:
        """Whether this value and salt are what the digest was made of."""
        return hmac.compare_digest(self.digest, digest_of(value, bytes.fromhex(self.salt)))


def digest_of(value: str, salt: bytes) -> str:
    """SHA-256 of the salt and the UTF-8 value, in hexadecimal: easy to repeat with any tool."""
    return hashlib.sha256(salt + value.encode()).hexdigest()


def salted_hash(value: str) -> SaltedHash:
    salt = secrets.token_bytes(SALT_BYTES)
    return SaltedHash(digest_of(value, salt), salt.hex())


def pseudonym_of(*, kind: str, subject: str) -> str:
    """The one random name of a work, account or holder in the log; made on first use, the same ever after."""
    row, _made = Pseudonym.objects.get_or_create(kind=kind, subject=subject)
    return row.value


def pseudonyms_of(*, kind: str, subjects: Collection[str]) -> dict[str, str]:
    """As `pseudonym_of`, for many at once; by subject."""
    rows = Pseudonym.objects.filter(kind=kind, subject__in=subjects)
    missing = set(subjects) - {row.subject for row in rows}
    if missing:
        made = [Pseudonym(kind=kind, subject=subject) for subject in sorted(missing)]
        Pseudonym.objects.bulk_create(made, ignore_conflicts=True, batch_size=1000)
    return dict(rows.all().values_list("subject", "value"))


def subjects_of(*, kind: str, names: Collection[str]) -> dict[str, str]:
    """Whose these names are, by name; those that were forgotten or never given are missing."""
    return dict(Pseudonym.objects.filter(kind=kind, value__in=names).values_list("value", "subject"))


def forget(*, kind: str, subject: str) -> None:
    """Erasure: the log keeps the name, and nothing here says whose it was."""
    Pseudonym.objects.filter(kind=kind, subject=subject).delete()
