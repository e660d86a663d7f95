"""The letter that invites somebody. It repeats nothing typed, so that nobody can have us write it to others."""

import logging
from datetime import timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from .models import Invitation

log = logging.getLogger(__name__)
# RFC 3834: programs that answer mail by themselves leave this alone.
HEADERS = {"Auto-Submitted": "auto-generated"}
TRIED_FOR = timedelta(days=2)
BATCH = 50


def send_invitations() -> int:
    """How many went out. Who claims one sends it, so several workers don't send one letter twice."""
    recent = timezone.now() - TRIED_FOR
    due = Invitation.objects.filter(sent_at=None, answered_at=None, created_at__gte=recent).exclude(email="")
    return sum(send(invitation) for invitation in due.select_related("invited_by")[:BATCH])


def send(invitation: Invitation) -> bool:
    unsent = Invitation.objects.filter(pk=invitation.pk, sent_at=None)
    if not unsent.update(sent_at=timezone.now()):
        return False
    try:
        compose(invitation).send()
    except (SMTPException, OSError) as error:
        log.warning("an invitation could not be sent", extra={"letter": invitation.pk, "error": type(error).__name__})
        Invitation.objects.filter(pk=invitation.pk).update(sent_at=None)
        return False
    Invitation.objects.filter(pk=invitation.pk).update(email="")
    return True


def compose(invitation: Invitation) -> EmailMessage:
    """In the language of who invites: of the person invited nothing is known."""
    with translation.override(invitation.invited_by.language or settings.LANGUAGE_CODE):
        url = settings.BASE_URL + reverse("rights-invitation", args=[invitation.token])
        context = {"url": url, "site_name": settings.SITE_NAME, "contact_email": settings.CONTACT_EMAIL}
        body = render_to_string("rights/mail/invitation.txt", context)
        subject = f"[{settings.SITE_NAME}] {_('You are named in the credits of a recording')}"
        return EmailMessage(subject, body.strip() + "\n", to=[invitation.email], headers=HEADERS)
