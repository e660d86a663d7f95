"""What happened around signing in, as lines of the log: what, how and to which account, by a name of the day alone.

Who reads the log sees that one account is attacked or that one address tries many; whose they are stands nowhere.
"""

import logging
from typing import Any

from allauth.account import signals as account
from allauth.account.models import EmailAddress
from allauth.mfa import signals as mfa
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import Signal
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from libitum.common.network import pseudonym

from .models import ApiToken, User
from .signals import key_refused, token_created, token_revoked

logger = logging.getLogger("libitum.security")


def alias(email: str) -> str:
    """Another one every day, and of no use to who hasn't the instance's secret."""
    value = f"{timezone.now().date().isoformat()} {email.casefold()}"
    return salted_hmac("libitum.accounts.events", value, algorithm="sha256").hexdigest()[:12]


def note(event: str, *, email: str = "", request: HttpRequest | None = None, **more: str) -> None:
    origin = pseudonym(request.META.get("REMOTE_ADDR", ""))[2:].replace(":", "")[:12] if request else ""
    told = {"account": alias(email) if email else "", "origin": origin, **more}
    logger.info(event, extra={name: value for name, value in told.items() if value})


def of_user(event: str, **names: str) -> Any:
    """A receiver for signals that bring `user`; `names`: attributes of what they bring besides, to tell of it."""

    def receive(
        sender: object, user: User | None = None, request: HttpRequest | None = None, **brought: object
    ) -> None:
        if isinstance(user, User):
            more = {name: str(getattr(brought.get(name), attribute, "")) for name, attribute in names.items()}
            note(event, email=user.email, request=request, **more)

    return receive


def signed_in(sender: object, user: User, request: HttpRequest | None = None, **_: object) -> None:
    records = request.session.get("account_authentication_methods", []) if request else []
    methods = "+".join(str(record.get("type") or record.get("method", "?")) for record in records)
    note("signed in", email=user.email, request=request, method=methods)


def failed(sender: object, credentials: dict[str, object], request: HttpRequest | None = None, **_: object) -> None:
    email = str(credentials.get("email") or credentials.get("username") or "")
    note("sign-in failed", email=email, request=request, method="password")


def confirmed(sender: object, request: HttpRequest, email_address: EmailAddress, **_: object) -> None:
    note("address confirmed", email=email_address.user.email, request=request)


def about_token(event: str) -> Any:
    def receive(sender: object, token: ApiToken, **_: object) -> None:
        note(event, email=token.user.email, key=token.uid, scopes=" ".join(token.scopes))

    return receive


def refused(sender: object, request: HttpRequest, **_: object) -> None:
    note("key refused", request=request)


RECEIVERS: tuple[tuple[Signal, Any], ...] = (
    (user_logged_in, signed_in),
    (user_login_failed, failed),
    (user_logged_out, of_user("signed out")),
    (account.user_signed_up, of_user("signed up")),
    (account.password_changed, of_user("password changed")),
    (account.password_set, of_user("password set")),
    (account.password_reset, of_user("password set anew by letter")),
    (account.email_added, of_user("address added")),
    (account.email_removed, of_user("address removed")),
    (account.email_changed, of_user("address changed")),
    (account.email_confirmed, confirmed),
    (mfa.authenticator_added, of_user("second factor added", authenticator="type")),
    (mfa.authenticator_removed, of_user("second factor removed", authenticator="type")),
    (mfa.authenticator_reset, of_user("recovery codes made anew", authenticator="type")),
    (mfa.authentication_failed, of_user("second factor failed", authenticator="type")),
    (token_created, about_token("key made")),
    (token_revoked, about_token("key revoked")),
    (key_refused, refused),
)


def connect() -> None:
    for place, (signal, receiver) in enumerate(RECEIVERS):
        signal.connect(receiver, weak=False, dispatch_uid=f"libitum.accounts.events.{place}")
