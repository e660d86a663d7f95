"""Versions of the terms: which is in force, what somebody accepted, and whether a text is still the published one."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef
from django.utils import timezone

from libitum.accounts.models import User
from libitum.ledger.selectors import entry_values
from libitum.ledger.services import instant
from libitum.rights.models import Acceptance, Alteration, TermsVersion
from libitum.rights.wording.comparing import Comparison, compare
from libitum.rights.wording.document import Document
from libitum_verify.rights.vocabulary import Class

from .facts import acceptances_of
from .resolving import terms


class Altered(Exception):  # noqa: N818 - a verdict
    """What is kept as this version isn't what was published: it is shown to nobody as the terms."""


def published() -> list[TermsVersion]:
    """All that were announced, in the order of their numbers, with their texts."""
    return list(TermsVersion.objects.exclude(announced_at=None).order_by("number").prefetch_related("texts"))


def current_version() -> TermsVersion | None:
    """The newest in force. Versions come into force in the order of their numbers."""
    found = None
    for version in TermsVersion.objects.exclude(announced_at=None).order_by("number"):
        if version.effective_at is None or version.effective_at > timezone.now():
            break
        found = version
    return found


def newest_version() -> TermsVersion | None:
    """The newest that was announced, in force or not yet."""
    return TermsVersion.objects.exclude(announced_at=None).order_by("-number").first()


def version_before(version: TermsVersion) -> TermsVersion | None:
    older = TermsVersion.objects.exclude(announced_at=None).filter(number__lt=version.number)
    return older.order_by("-number").first()


def accepted_version(user: User | AnonymousUser) -> TermsVersion | None:
    """The one that this person accepted last."""
    if not isinstance(user, User):
        return None
    accepted = user.acceptances.select_related("version").order_by("-at", "-pk").first()
    return accepted.version if accepted else None


def class_of(user: User, purpose: str) -> Class:
    """How this purpose starts for this person's music now: the narrowest that binds them."""
    accepted = acceptances_of([user.pk]).get(user.pk, ())
    return terms().class_of(accepted, purpose, int(timezone.now().timestamp()))[0]


@dataclass(frozen=True, slots=True)
class News:
    """`altered`: somewhere a published text was found changed."""

    version: TermsVersion
    accepted: bool
    altered: bool


def news_for(user: User | AnonymousUser | None) -> News | None:
    """The newest announced version, if this person hasn't accepted it or if anything was altered.

    None for who has no account. One query: it is asked on every page.
    """
    if not isinstance(user, User):
        return None
    accepted = Exists(Acceptance.objects.filter(user=user, version=OuterRef("pk")))
    altered = Exists(Alteration.objects.filter(ended_at=None))
    announced = TermsVersion.objects.exclude(announced_at=None).annotate(accepted=accepted, altered=altered)
    newest = announced.order_by("-number").first()
    if newest is None or (newest.accepted and not newest.altered):
        return None
    return News(newest, newest.accepted, newest.altered)


def document_of(version: TermsVersion) -> Document:
    """What the database has of it now."""
    return Document(
        number=version.number,
        purposes=version.purposes,
        clause=version.clause,
        summary=version.summary,
        texts={text.language: text.body for text in version.texts.all()},
    )


def digest_of(document: Document) -> str:
    return hashlib.sha256(document.file()).hexdigest()


def proved_document(version: TermsVersion) -> Document:
    """Raises Altered unless it is, byte for byte, what the log's entry names."""
    document = document_of(version)
    if not altered_among([version]):
        return document
    raise Altered(version.number)


def altered_among(versions: Sequence[TermsVersion]) -> list[TermsVersion]:
    """Those announced versions that aren't what their entries name; texts should be fetched along."""
    entries = entry_values(version.entry for version in versions if version.entry is not None)
    return [v for v in versions if not is_as_published(v, entries.get(v.entry or 0))]


def is_as_published(version: TermsVersion, entry: Mapping[str, object] | None) -> bool:
    if entry is None or version.effective_at is None:
        return False
    digest = digest_of(document_of(version))
    named = {"number": version.number, "sha256": digest, "effective": instant(version.effective_at)}
    return digest == version.sha256 and all(entry.get(key) == value for key, value in named.items())


def comparison(version: TermsVersion) -> Comparison | None:
    """With the version before; None for the first. Raises Altered."""
    before = version_before(version)
    return compare(proved_document(before), proved_document(version)) if before else None


def compared_with_announced(draft: TermsVersion) -> Comparison | None:
    """A draft, with the version that it would follow. Raises Altered."""
    before = version_before(draft)
    return compare(proved_document(before), document_of(draft)) if before else None


def history() -> list[TermsVersion | Alteration]:
    """All that happened to the terms, newest first."""
    alterations = Alteration.objects.select_related("version").defer("found")
    return sorted([*published(), *alterations], key=lambda event: (moment_of(event), event.pk), reverse=True)


def moment_of(event: TermsVersion | Alteration) -> datetime:
    if isinstance(event, Alteration):
        return event.found_at
    assert event.announced_at is not None  # noqa: S101 - for the type: these were announced
    return event.announced_at
