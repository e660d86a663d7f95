"""Where allauth asks us how this house does it."""

import base64
import hashlib
from typing import Any
from urllib.parse import urlsplit

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.utils import get_next_redirect_url
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.forms import BaseForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from libitum.common.network import pseudonym

from .models import User
from .sessions import signed_in_recently
from .signals import terms_agreed

# The rights room writes these itself: a passkey is a key for signing, too, and waits before it can grant.
WRITTEN_ELSEWHERE = {"mfa/email/webauthn_added", "mfa/email/webauthn_removed"}


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("This e-mail address and this password don't belong together."),
        "too_many_login_attempts": _("Too many attempts with a wrong password. Wait five minutes, then try again."),
        "rate_limited": _("That was too often in a short time. Wait a minute, then try again."),
    }

    def get_client_ip(self, request: HttpRequest) -> str:
        """Only a keyed hash: what allauth counts by and writes down is never an address."""
        return pseudonym(request.META.get("REMOTE_ADDR", ""))

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Who signed in a moment ago is not asked for the same password again."""
        required: bool = super().is_reauthentication_required(app=app, **kwargs)
        return required and not signed_in_recently(context.request.session, app_settings.REAUTHENTICATION_TIMEOUT)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Passkeys lead on to where one wanted to go, as passwords do."""
        return get_next_redirect_url(request) or super().get_login_redirect_url(request)

    def save_user(
        self, request: HttpRequest, user: AbstractBaseUser, form: BaseForm, commit: bool = True
    ) -> AbstractBaseUser:
        assert isinstance(user, User)  # noqa: S101 - for the type: allauth makes it of AUTH_USER_MODEL
        user.name = form.cleaned_data["name"]
        user.is_adult = form.cleaned_data["born_on"]
        user.language = getattr(request, "LANGUAGE_CODE", "")
        saved = super().save_user(request, user, form, commit)
        if commit and form.cleaned_data["terms"]:
            terms_agreed.send(sender=type(self), user=saved, language=user.language)
        return saved

    def send_notification_mail(self, template_prefix: str, user: AbstractBaseUser, *args: Any, **kwargs: Any) -> None:
        if template_prefix not in WRITTEN_ELSEWHERE:
            super().send_notification_mail(template_prefix, user, *args, **kwargs)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        site = {"name": settings.SITE_NAME, "domain": urlsplit(settings.BASE_URL).netloc}
        super().send_mail(template_prefix, email, {**context, "current_site": site, "base_url": settings.BASE_URL})


class MFAAdapter(DefaultMFAAdapter):
    """Seeds of one-time codes lie encrypted in the database: who steals it alone can't make codes."""

    def encrypt(self, text: str) -> str:
        return seed_box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return seed_box().decrypt(encrypted_text.encode()).decode()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Passkeys belong to the name of the site, whatever address this request came by."""
        return {"id": urlsplit(settings.BASE_URL).hostname or "localhost", "name": settings.SITE_NAME}


def seed_box() -> MultiFernet:
    """Sealed with the newest key; opened with those before it, too."""
    return MultiFernet([sealed_with(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def sealed_with(secret: str) -> Fernet:
    key = hashlib.sha256(b"libitum.accounts.seeds" + secret.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))
