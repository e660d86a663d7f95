"""Every write about the terms: draft, announcement, acceptance. What was announced is never changed."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from libitum.accounts.models import User
from libitum.ledger.log import published_log
from libitum.ledger.services import append_one, instant
from libitum.rights.models import Acceptance, TermsText, TermsVersion
from libitum.rights.names import name_of_account
from libitum.rights.selectors.terms import accepted_version, current_version, digest_of, document_of, proved_document
from libitum.rights.wording.comparing import compare
from libitum.rights.wording.document import clause_rows, compose
from libitum.rights.wording.folder import SHIPPED, Written, check_written, read_folder
from libitum_verify.rights.vocabulary import LANGUAGES, NEWEST, Class

from .announcing import write_to_everybody

NOTICE = timedelta(days=30)
# Between the moment that was reckoned from and now.
LEEWAY = timedelta(minutes=1)


@transaction.atomic
def draft(*, written: Written, shipped: bool = False) -> TermsVersion:
    """The next version, in the place of a former draft. Raises ValidationError."""
    check_written(written)
    before = last_announced()
    check_new_purposes(before, written.clause)
    number = before.number + 1 if before else 1
    TermsVersion.objects.filter(announced_at=None).delete()
    version = TermsVersion.objects.create(
        number=number, clause=dict(written.clause), purposes=NEWEST, summary=written.summary, shipped=shipped
    )
    TermsText.objects.bulk_create(
        TermsText(version=version, language=key, body=compose(source, written.clause, key, NEWEST))
        for key, source in written.sources.items()
    )
    return version


def last_announced() -> TermsVersion | None:
    return TermsVersion.objects.exclude(announced_at=None).order_by("-number").prefetch_related("texts").first()


def check_new_purposes(before: TermsVersion | None, clause: Mapping[str, str]) -> None:
    """What wasn't there before starts as an opt-in."""
    for purpose, starts_as in clause.items():
        if before is not None and purpose not in before.clause and Class[starts_as] < Class.O:
            message = _("%(purpose)s is new in the terms, so it must begin as O or K.")
            raise ValidationError(message % {"purpose": purpose})


@transaction.atomic
def announce(*, version: TermsVersion, effective_at: datetime) -> TermsVersion:
    """Publish a draft: from here on nothing of it changes, everybody is told, and it holds from `effective_at` on.

    Raises ValidationError: for less than 30 days' notice, unless it only narrows; and for a date before that of
    the version it follows.
    """
    version = TermsVersion.objects.select_for_update().prefetch_related("texts").get(pk=version.pk)
    if version.announced_at is not None:
        raise ValidationError(_("Version %(number)d is announced already.") % {"number": version.number})
    before = last_announced()
    now = timezone.now().replace(microsecond=0)
    effective_at = max(effective_at.replace(microsecond=0), now)
    check_notice(before, version, effective_at, now)
    publish(version, announced_at=now, effective_at=effective_at)
    if before is not None:
        write_to_everybody(version=version)
    return version


def check_notice(before: TermsVersion | None, version: TermsVersion, effective_at: datetime, now: datetime) -> None:
    if before is None or before.effective_at is None:
        return
    if effective_at < before.effective_at:
        message = _("Version %(number)d holds from %(date)s on, so what follows it can't hold earlier.")
        raise ValidationError(message % {"number": before.number, "date": date_format(before.effective_at)})
    difference = compare(proved_document(before), document_of(version))
    if not difference.purposes and not any(p.changed for rows in difference.passages.values() for p in rows):
        raise ValidationError(_("Nothing in this draft differs from version %(number)d.") % {"number": before.number})
    if effective_at < now + NOTICE - LEEWAY and not difference.only_narrows:
        message = _(
            "This needs 30 days' notice: the earliest date is %(date)s. Only what narrows alone may hold earlier."
        )
        raise ValidationError(message % {"date": date_format(now + NOTICE + timedelta(days=1))})


def publish(version: TermsVersion, *, announced_at: datetime, effective_at: datetime) -> None:
    document = document_of(version)
    version.sha256 = published_log().publish_file(document.file())
    assert version.sha256 == digest_of(document)  # noqa: S101 - the file's address is its hash
    version.announced_at, version.effective_at = announced_at, effective_at
    entry = append_one(
        type="terms.publish",
        body={
            "number": version.number,
            "sha256": version.sha256,
            "effective": instant(effective_at),
            "clause": clause_rows(version.clause),
        },
    )
    version.entry = entry.pk
    version.save()


@transaction.atomic
def ensure_first_version() -> TermsVersion:
    """The shipped terms as version 1, in force at once, where there are none: nobody is here yet to be told."""
    known = TermsVersion.objects.exclude(announced_at=None).order_by("number").first()
    if known is not None:
        return known
    version = draft(written=read_folder(SHIPPED / "1"), shipped=True)
    return announce(version=version, effective_at=timezone.now())


@transaction.atomic
def accept(*, user: User, version: TermsVersion, language: str, how: str) -> Acceptance:
    """An explicit yes. Saying it again changes nothing. Raises ValidationError for a version that can't be accepted."""
    User.objects.select_for_update().get(pk=user.pk)
    last = user.acceptances.select_related("version").order_by("-at", "-pk").first()
    if last is not None and last.version_id == version.pk:
        return last
    check_acceptable(user, version)
    language = language if language in LANGUAGES else LANGUAGES[0]
    entry = append_one(
        type="terms.accept",
        body={"account": name_of_account(user), "number": version.number, "language": language, "how": str(how)},
    )
    return Acceptance.objects.create(user=user, version=version, language=language, how=how, entry=entry.pk)


def check_acceptable(user: User, version: TermsVersion) -> None:
    """The one in force, or one announced after it; never back to an older one than was accepted."""
    if version.announced_at is None:
        raise ValidationError(_("This version has not been announced."))
    proved_document(version)
    now, last = current_version(), accepted_version(user)
    newer = max(now.number if now else 0, last.number if last else 0)
    if version.number < newer:
        raise ValidationError(_("There is a newer version: version %(number)d.") % {"number": newer})
