"""Letters on their way out: written in the transaction that they tell of, sent by a worker, tried again if need be."""

import logging
from datetime import timedelta
from smtplib import SMTPException

from django.db import transaction
from django.utils import timezone

from libitum.community.letters import compose
from libitum.community.models import Letter

log = logging.getLogger(__name__)

# Waits after failures: some hours of a mail server's absence cost nothing.
WAITS = [timedelta(minutes=minutes) for minutes in (5, 15, 60, 240, 720, 1440)]
BATCH = 50


def send_later(letter: Letter) -> None:
    letter.save()
    transaction.on_commit(wake)


def wake() -> None:
    from libitum.community.tasks import send_letters  # noqa: PLC0415 - tasks call services

    send_letters.enqueue()


def send_due_letters() -> int:
    """How many went out. Whoever raises the attempt's number sends, so several workers don't send one letter twice."""
    due = Letter.objects.filter(sent_at=None, due_at__lte=timezone.now()).order_by("due_at", "pk")
    return sum(send(letter) for letter in due[:BATCH])


def send(letter: Letter) -> bool:
    if not claim(letter):
        return False
    mail = compose(letter)
    if mail is not None:
        try:
            mail.send()
        except (SMTPException, OSError) as error:
            log.warning("a letter could not be sent", extra={"letter": letter.pk, "error": type(error).__name__})
            return False
    Letter.objects.filter(pk=letter.pk).update(sent_at=timezone.now(), due_at=None)
    return mail is not None


def claim(letter: Letter) -> bool:
    """Its next try is put off before this one begins; after the last there is none."""
    again = timezone.now() + WAITS[letter.attempts] if letter.attempts < len(WAITS) else None
    mine = Letter.objects.filter(pk=letter.pk, attempts=letter.attempts, sent_at=None)
    return mine.update(attempts=letter.attempts + 1, due_at=again) == 1
