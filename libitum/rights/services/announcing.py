"""Letters to everybody about the terms. Each is written down once and handed to the mail server once."""

import logging
from collections.abc import Sequence
from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPResponseException

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.utils import timezone

from libitum.accounts.models import User
from libitum.rights.letters import compose_letter
from libitum.rights.models import Alteration, TermsLetter, TermsVersion

log = logging.getLogger(__name__)

WAITS = [timedelta(minutes=minutes) for minutes in (5, 15, 60, 240, 720, 1440)]
BATCH = 50
AT_ONCE = 1000


def write_to_everybody(*, version: TermsVersion | None = None, alteration: Alteration | None = None) -> None:
    """One letter for every account that a person reads; sent by a worker once this transaction has committed."""
    people = User.objects.filter(is_active=True, is_demo=False).order_by("pk").values_list("pk", flat=True)
    letters = (TermsLetter(user_id=key, version=version, alteration=alteration) for key in people.iterator())
    TermsLetter.objects.bulk_create(letters, batch_size=AT_ONCE, ignore_conflicts=True)
    transaction.on_commit(wake)


def wake() -> None:
    from libitum.rights.tasks import send_terms_letters  # noqa: PLC0415 - tasks call services

    send_terms_letters.enqueue()


def send_due_letters() -> int:
    """How many went out of the next few. Whoever claims a letter sends it, and nobody a second time."""
    due = TermsLetter.objects.filter(claimed_at=None, due_at__lte=timezone.now()).order_by("due_at", "pk")
    letters = list(due.select_related("user", "version", "alteration__version")[:BATCH])
    if not letters:
        return 0
    sent = send_all(letters)
    if len(letters) == BATCH:
        wake()
    return sent


def send_all(letters: Sequence[TermsLetter]) -> int:
    """Over one connection; when that breaks, the rest waits for the next round."""
    sent = 0
    try:
        with get_connection() as connection:
            for letter in letters:
                sent += claim(letter) and send(letter, connection)
    except OSError as error:
        # If it broke within a letter, that one may have arrived: it stays claimed. The site's pages still tell.
        log.warning("the mail server is away", extra={"error": type(error).__name__})
    return sent


def claim(letter: TermsLetter) -> bool:
    mine = TermsLetter.objects.filter(pk=letter.pk, claimed_at=None)
    return mine.update(claimed_at=timezone.now(), attempts=letter.attempts + 1) == 1


def send(letter: TermsLetter, connection: BaseEmailBackend) -> bool:
    mail = compose_letter(letter)
    if mail is not None:
        mail.connection = connection
        try:
            mail.send()
        except (SMTPResponseException, SMTPRecipientsRefused) as error:
            put_off(letter, error)
            return False
    TermsLetter.objects.filter(pk=letter.pk).update(sent_at=timezone.now(), due_at=None)
    return mail is not None


def put_off(letter: TermsLetter, error: Exception) -> None:
    """The server said no, so it has not gone out: it is tried again later, and after the last time no more."""
    log.warning("a letter could not be sent", extra={"letter": letter.pk, "error": type(error).__name__})
    again = timezone.now() + WAITS[letter.attempts] if letter.attempts < len(WAITS) else None
    TermsLetter.objects.filter(pk=letter.pk).update(claimed_at=None, due_at=again)
