"""Somebody's keys: which can sign, from when on, and what happened to them."""

from allauth.mfa.models import Authenticator
from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from libitum.accounts.models import User
from libitum.rights.models import KeyEvent, SigningKey


def signing_keys(user: User) -> QuerySet[SigningKey]:
    """Those that can sign, now or after their wait; the one that can soonest first."""
    return SigningKey.objects.filter(user=user, revoked_at=None).order_by("may_grant_from", "pk")


def can_grant_now(user: User) -> bool:
    return signing_keys(user).filter(may_grant_from__lte=timezone.now()).exists()


def key_events(user: User) -> QuerySet[KeyEvent]:
    """Newest first."""
    return KeyEvent.objects.filter(user=user).select_related("key").order_by("-at", "-pk")


def accounts_with_stray_keys() -> QuerySet[User]:
    """Where the number of passkeys is not that of keys: a cheap look, for a sweep that puts it right."""
    passkeys = Count("authenticator", Q(authenticator__type=Authenticator.Type.WEBAUTHN), distinct=True)
    keys = Count("signing_keys", Q(signing_keys__revoked_at=None), distinct=True)
    counted = User.objects.annotate(passkeys=passkeys, keys=keys)
    return counted.exclude(passkeys=F("keys")).order_by("pk")
