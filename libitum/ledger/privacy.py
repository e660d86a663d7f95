"""How people and works stand in the log: by a random name, and by hashes only their owner can open.

Forgetting the salt, or the row that says whose a pseudonym is, leaves the entry as it was and nobody in it.
"""

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from .models import Pseudonym

SALT_BYTES = 32
# Names in one question to the database: SQLite takes no endless list.
AT_ONCE = 1000


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
    return pseudonyms_of(kind=kind, subjects=[subject])[subject]


def pseudonyms_of(*, kind: str, subjects: Iterable[str]) -> dict[str, str]:
    """Subject -> name, for many at once: two queries per thousand."""
    wanted, names = list(dict.fromkeys(subjects)), dict[str, str]()
    for part in (wanted[i : i + AT_ONCE] for i in range(0, len(wanted), AT_ONCE)):
        known = Pseudonym.objects.filter(kind=kind, subject__in=part)
        found = dict(known.values_list("subject", "value"))
        # In one order for everybody, so that two who name the same ones don't wait for each other.
        missing = [Pseudonym(kind=kind, subject=subject) for subject in sorted(set(part) - found.keys())]
        if missing:
            # Somebody else may be naming the same ones now: the first name stands.
            Pseudonym.objects.bulk_create(missing, ignore_conflicts=True)
            found = dict(known.all().values_list("subject", "value"))
        names |= found
    return names


def subjects_of(*, kind: str, names: Iterable[str]) -> dict[str, str]:
    """Name -> whose it is; those that were forgotten or never given are missing."""
    wanted, subjects = list(dict.fromkeys(names)), dict[str, str]()
    for part in (wanted[i : i + AT_ONCE] for i in range(0, len(wanted), AT_ONCE)):
        rows = Pseudonym.objects.filter(kind=kind, value__in=part)
        subjects |= dict(rows.values_list("value", "subject"))
    return subjects


def forget(*, kind: str, subject: str) -> None:
    """Erasure: the log keeps the name, and nothing here says whose it was."""
    Pseudonym.objects.filter(kind=kind, subject=subject).delete()
