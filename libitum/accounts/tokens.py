"""Keys for programs: `libitum_<uid>_<secret>`, of which only the SHA-256 digest is kept.

The secret has 256 random bits, so a plain digest can't be guessed back and needs no slow hash.
"""

import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from .models import ApiToken, Scope, User
from .signals import token_created, token_revoked

PREFIX = "libitum"
FORM = re.compile(r"libitum_(?P<uid>[a-z2-7]{16})_[\w-]{43}", re.ASCII)
MOST_PER_PERSON = 50
# A program that asks a hundred times a second still costs one write a minute.
NOTED_EVERY = timedelta(minutes=1)


def digest(raw: str) -> str:
    return hashlib.sha256(raw.encode()).hexdigest()


@transaction.atomic
def create_token(
    *, user: User, name: str, scopes: Iterable[str], expires_at: datetime | None = None
) -> tuple[ApiToken, str]:
    """The row and the key itself, which is shown once. Raises ValidationError."""
    chosen = sorted(set(scopes))
    check_token(user, chosen, expires_at)
    token = ApiToken(user=user, name=name.strip(), scopes=chosen, expires_at=expires_at)
    raw = f"{PREFIX}_{token.uid}_{secrets.token_urlsafe(32)}"
    token.digest = digest(raw)
    token.full_clean()
    token.save()
    token_created.send(sender=ApiToken, token=token)
    return token, raw


def check_token(user: User, scopes: list[str], expires_at: datetime | None) -> None:
    errors: dict[str, str] = {}
    unknown = [scope for scope in scopes if scope not in Scope.values]
    if unknown:
        errors["scopes"] = _("There is no such permission: %(names)s.") % {"names": ", ".join(unknown)}
    elif not scopes:
        errors["scopes"] = _("Choose at least one thing that the program may do.")
    elif Scope.MODERATE in scopes and not user.is_staff:
        errors["scopes"] = _("Only moderators can let a program moderate.")
    if expires_at is not None and expires_at <= timezone.now():
        errors["expires_at"] = _("Choose a time to come.")
    if active_tokens(user).count() >= MOST_PER_PERSON:
        errors["name"] = _("You have %(number)d keys in use: revoke one first.") % {"number": MOST_PER_PERSON}
    if errors:
        raise ValidationError(errors)


def active_tokens(user: User) -> QuerySet[ApiToken]:
    return user.api_tokens.filter(Q(expires_at=None) | Q(expires_at__gt=timezone.now()), revoked_at=None)


@transaction.atomic
def revoke_token(*, actor: User, token: ApiToken) -> None:
    """From the next request on the key opens nothing. Its row stays, so that its owner sees what it was for."""
    if token.user_id != actor.pk:
        raise PermissionDenied(_("Only the person whose key it is can revoke it."))
    if token.revoked_at is None:
        token.revoked_at = timezone.now()
        token.save(update_fields=["revoked_at"])
        token_revoked.send(sender=ApiToken, token=token)


def find_token(raw: str) -> ApiToken | None:
    """The valid token of an active person that this key is, with its user. One query; a second at most once a minute.

    The row is found by its public uid and the digests are compared in constant time.
    """
    form = FORM.fullmatch(raw)
    if form is None:
        return None
    token = ApiToken.objects.select_related("user").filter(uid=form["uid"]).first()
    if token is None or not hmac.compare_digest(token.digest, digest(raw)) or not is_valid(token):
        return None
    note_use(token)
    return token


def is_valid(token: ApiToken) -> bool:
    unexpired = token.expires_at is None or token.expires_at > timezone.now()
    return unexpired and token.revoked_at is None and token.user.is_active


def note_use(token: ApiToken) -> None:
    now = timezone.now()
    if token.last_used_at is None or token.last_used_at <= now - NOTED_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
        token.last_used_at = now


def user_of_token(raw: str) -> tuple[User, frozenset[str]] | None:
    """The person and the scopes behind a key; None if it is unknown, expired or revoked, or the person inactive."""
    token = find_token(raw)
    return (token.user, frozenset(token.scopes)) if token else None
