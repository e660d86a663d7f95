"""Keys follow the passkeys of an account: each that comes, goes or is recovered is logged, kept in a list and mailed.

A key that is new, or whose account was recovered by other means than the key, waits before it can grant: who steals a
mailbox can't opt anybody in before they notice.
"""

from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from fido2 import cbor

from libitum.accounts.models import User
from libitum.ledger.services import append_one, instant
from libitum.rights.key_letters import account_recovered, key_added, key_removed
from libitum.rights.models import KeyEvent, KeyEventKind, SigningKey
from libitum.rights.names import name_of_account
from libitum_verify.rights.cose import parse_key
from libitum_verify.rights.receipt import key_digest
from libitum_verify.rights.signing import encode64
from libitum_verify.verdict import Refused


def wait() -> timedelta:
    return timedelta(hours=settings.KEY_WAIT_HOURS)


@transaction.atomic
def enrol(*, user: User, authenticator: Authenticator) -> SigningKey | None:
    """Once per passkey. None for one that can sign in but not sign: of another algorithm, or not this account's."""
    name = str(authenticator)[:100]
    credential = WebAuthn(authenticator).authenticator_data.credential_data
    if credential is None:
        return None
    public_key = cbor.encode(dict(credential.public_key))
    try:
        algorithm = parse_key(public_key).algorithm
    except Refused:
        return None
    now = timezone.now()
    key, made = SigningKey.objects.get_or_create(
        credential_id=encode64(credential.credential_id),
        defaults={
            "user": user,
            "public_key": encode64(public_key),
            "algorithm": algorithm,
            "name": name,
            "enrolled_at": now,
            "may_grant_from": now + wait(),
        },
    )
    if not made:
        return key if key.user_id == user.pk else None
    record(user, key, KeyEventKind.ENROLLED, now)
    transaction.on_commit(lambda: key_added(user, name, key.may_grant_from))
    return key


def rename(*, user: User, authenticator: Authenticator) -> None:
    """A key is called as its passkey is."""
    credential = WebAuthn(authenticator).authenticator_data.credential_data
    if credential is not None:
        named = SigningKey.objects.filter(user=user, credential_id=encode64(credential.credential_id))
        named.update(name=str(authenticator)[:100])


@transaction.atomic
def revoke(*, user: User, key: SigningKey, tell: bool = True) -> None:
    """It signs no more; what it signed stays checkable."""
    locked = SigningKey.objects.select_for_update().get(pk=key.pk)
    if locked.revoked_at is not None:
        return
    locked.revoked_at = timezone.now()
    locked.save(update_fields=["revoked_at"])
    entry = append_one(type="key.revoke", body={"account": name_of_account(user), "key": key_digest(locked.public_key)})
    KeyEvent.objects.create(user=user, key=locked, kind=KeyEventKind.REVOKED, at=locked.revoked_at, entry=entry.pk)
    if tell:
        transaction.on_commit(lambda: key_removed(user, locked))


@transaction.atomic
def recover(*, user: User, also_to: str = "") -> None:
    """Somebody got in, or changed where letters go, by other means than a key: all keys wait anew.

    `also_to`: the address that letters went to before.
    """
    now = timezone.now()
    keys = list(SigningKey.objects.select_for_update().filter(user=user, revoked_at=None))
    for key in keys:
        key.may_grant_from = max(key.may_grant_from, now + wait())
        key.save(update_fields=["may_grant_from"])
        record(user, key, KeyEventKind.RECOVERED, now)
    if keys:
        until = max(key.may_grant_from for key in keys)
        transaction.on_commit(lambda: account_recovered(user, until, also_to))


def record(user: User, key: SigningKey, kind: KeyEventKind, now: datetime) -> None:
    entry = append_one(
        type="key.enrol",
        body={
            "account": name_of_account(user),
            "key": key_digest(key.public_key),
            "algorithm": key.algorithm,
            "grants_from": instant(key.may_grant_from),
            "recovered": kind == KeyEventKind.RECOVERED,
        },
    )
    KeyEvent.objects.create(user=user, key=key, kind=kind, at=now, entry=entry.pk)
    key.entry = entry.pk
    key.save(update_fields=["entry"])


@transaction.atomic
def follow_passkeys(*, user: User) -> None:
    """Bring the keys in line with the account's passkeys, whatever way these came or went."""
    present = set()
    for authenticator in Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN):
        key = enrol(user=user, authenticator=authenticator)
        if key is not None:
            present.add(key.pk)
    for key in SigningKey.objects.filter(user=user, revoked_at=None).exclude(pk__in=present):
        revoke(user=user, key=key)


@transaction.atomic
def end_keys(*, user: User) -> None:
    """The account is being deleted: its keys sign no more, and stay without a name for what they have signed."""
    for key in SigningKey.objects.filter(user=user):
        revoke(user=user, key=key, tell=False)
        key.name = ""
        key.save(update_fields=["name"])
