"""A work's one fixed value, in the log before the work is published."""

import hashlib
import secrets

from django.db import transaction

from libitum.catalog.models import Track
from libitum.ledger.services import append_one
from libitum.rights.models import Commitment
from libitum.rights.names import name_of_work


def commit_to(key: str, value: str) -> str:
    """SHA-256 of the key's bytes and the value, in hexadecimal; the owner can repeat it with any tool."""
    return hashlib.sha256(bytes.fromhex(key) + value.encode()).hexdigest()


@transaction.atomic
def register_work(*, track: Track, original_sha256: str = "") -> Commitment:
    """Once per work, and again when its recording is another: the value stays, the original's changes."""
    work = name_of_work(track)
    known = Commitment.objects.filter(track=track).first()
    key = known.key if known else secrets.token_hex(32)
    original = commit_to(key, original_sha256) if original_sha256 else ""
    if known is not None and known.original == original:
        return known
    value = commit_to(key, work)
    entry = append_one(type="work.register", body={"work": work, "commitment": value, "original": original})
    fields = {"key": key, "value": value, "original": original, "entry": entry.pk}
    commitment, _made = Commitment.objects.update_or_create(track=track, defaults=fields)
    return commitment
