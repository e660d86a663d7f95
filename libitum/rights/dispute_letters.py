"""Letters about disputes: that one was raised, answered, decided. They repeat nothing typed; the page has the words."""

import logging
from datetime import timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .models import DisputeLetter, News

log = logging.getLogger(__name__)
# RFC 3834: programs that answer mail by themselves leave this alone.
HEADERS = {"Auto-Submitted": "auto-generated"}
TRIED_FOR = timedelta(days=2)
BATCH = 50
SUBJECTS: dict[str, str | Promise] = {
    News.OPENED: _("Somebody says that a right in a work is theirs"),
    News.ANSWERED: _("An answer in a dispute over a right"),
    News.CLOSED: _("A dispute over a right is decided"),
}


def send_dispute_letters() -> int:
    """How many went out. Who claims one sends it, so several workers don't send one letter twice."""
    due = DisputeLetter.objects.filter(sent_at=None, written_at__gte=timezone.now() - TRIED_FOR)
    rows = due.select_related("user", "dispute__track__artist", "dispute__raised_by").order_by("pk")
    return sum(send(letter) for letter in rows[:BATCH])


def send(letter: DisputeLetter) -> bool:
    if not DisputeLetter.objects.filter(pk=letter.pk, sent_at=None).update(sent_at=timezone.now()):
        return False
    if not letter.user.is_active or letter.user.is_demo:
        return False
    try:
        compose(letter).send()
    except (SMTPException, OSError) as error:
        log.warning(
            "a letter about a dispute could not be sent", extra={"letter": letter.pk, "error": type(error).__name__}
        )
        DisputeLetter.objects.filter(pk=letter.pk).update(sent_at=None)
        return False
    return True


def compose(letter: DisputeLetter) -> EmailMessage:
    dispute = letter.dispute
    with translation.override(letter.user.language or settings.LANGUAGE_CODE):
        context = {
            "dispute": dispute,
            "title": dispute.track.title,
            "role": dispute.get_role_display(),
            "mine": dispute.raised_by.user_id == letter.user_id,
            "site_name": settings.SITE_NAME,
            "url": settings.BASE_URL + reverse("ai-dispute", args=[dispute.uid]),
        }
        body = render_to_string(f"rights/mail/dispute_{letter.news}.txt", context)
        subject = f"[{settings.SITE_NAME}] {SUBJECTS[letter.news]}"
        return EmailMessage(subject, body.strip() + "\n", to=[letter.user.email], headers=HEADERS)
