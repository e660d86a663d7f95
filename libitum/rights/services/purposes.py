"""The closed list of purposes, put into the log once per version."""

import hashlib

from django.db import transaction

from libitum.ledger.log import published_log
from libitum.ledger.services import append_one
from libitum.rights.models import PurposesVersion
from libitum_verify.canonical import canonical
from libitum_verify.rights.vocabulary import NEWEST, published_form


def published_bytes(version: int) -> bytes:
    return canonical(published_form(version))


def digest_of_purposes(version: int = NEWEST) -> str:
    return hashlib.sha256(published_bytes(version)).hexdigest()


@transaction.atomic
def publish_purposes() -> PurposesVersion:
    """The newest list, with its texts for people, under its hash in the log. Once."""
    known = PurposesVersion.objects.filter(version=NEWEST).first()
    if known is not None:
        return known
    digest = published_log().publish_file(published_bytes(NEWEST))
    entry = append_one(type="purposes.publish", body={"version": NEWEST, "sha256": digest})
    return PurposesVersion.objects.create(version=NEWEST, sha256=digest, entry=entry.pk)
