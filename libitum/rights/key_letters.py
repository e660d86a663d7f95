"""Letters about somebody's keys: nothing about them ever happens unseen."""

from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from libitum.accounts.models import User

from .models import SigningKey

# RFC 3834: programs that answer mail by themselves leave this alone.
HEADERS = {"Auto-Submitted": "auto-generated"}


def key_added(user: User, name: str, until: datetime | None) -> None:
    """`until`: when it can grant; None for a passkey that can sign in alone."""
    with translation.override(user.language or settings.LANGUAGE_CODE):
        send(user, [user.email], _("A new passkey"), "key_added", key=name, until=until)


def key_removed(user: User, key: SigningKey) -> None:
    with translation.override(user.language or settings.LANGUAGE_CODE):
        send(user, [user.email], _("A passkey was removed"), "key_removed", key=key)


def account_recovered(user: User, until: datetime, also_to: str) -> None:
    addresses = list(dict.fromkeys(filter(None, [user.email, also_to])))
    with translation.override(user.language or settings.LANGUAGE_CODE):
        send(user, addresses, _("Your keys wait before they can allow anything"), "keys_wait", until=until)


def send(user: User, addresses: list[str], subject: str, name: str, **context: object) -> None:
    if not user.is_active or user.is_demo:
        return
    context |= {
        "site_name": settings.SITE_NAME,
        "base_url": settings.BASE_URL,
        "url": settings.BASE_URL + reverse("mfa_list_webauthn"),
    }
    body = render_to_string(f"rights/mail/{name}.txt", context).strip() + "\n"
    for address in addresses:
        EmailMessage(f"[{settings.SITE_NAME}] {subject}", body, to=[address], headers=HEADERS).send()
