"""Recovery codes, of which only salted hashes are kept: made when they are shown, and shown once (ASVS 6.5.2)."""

import secrets
import time
from typing import Any

from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal import auth, flows
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

# allauth's own.
TellableCodes = auth.RecoveryCodes
NOT_SHOWN_AGAIN = "********"


def new_codes() -> list[str]:
    digits = app_settings.RECOVERY_CODE_DIGITS
    return [f"{secrets.randbelow(10**digits):0{digits}}" for _ in range(app_settings.RECOVERY_CODE_COUNT)]


def hashes_of(codes: list[str]) -> list[str]:
    return [make_password(code) for code in codes]


class RecoveryCodes(TellableCodes):
    """In place of allauth's, which can be told at any time, by whoever has database and secret, too."""

    def __init__(self, instance: Authenticator) -> None:
        super().__init__(instance)
        self.shown: list[str] = []

    @classmethod
    def activate(cls, user: AbstractBaseUser) -> "RecoveryCodes":
        kind = Authenticator.Type.RECOVERY_CODES
        instance, _made = Authenticator.objects.get_or_create(
            user_id=user.pk, type=kind, defaults={"data": {"hashes": []}}
        )
        return cls(instance)

    @property
    def data(self) -> dict[str, Any]:
        found: dict[str, Any] = self.instance.data
        return found

    @transaction.atomic
    def mark_as_viewed(self) -> None:
        """Makes the codes, for `get_unused_codes` of this object to tell; of two who look at once, one sees them."""
        self.instance = Authenticator.objects.select_for_update().get(pk=self.instance.pk)
        if self.did_view:
            return
        self.shown = new_codes()
        self.instance.data = {"hashes": hashes_of(self.shown), "viewed_at": time.time()}
        self.instance.save(update_fields=["data"])

    def get_unused_codes(self) -> list[str]:
        """As many as are left; what they are is known where they are shown."""
        left = len(self.data["hashes"]) if self.did_view else app_settings.RECOVERY_CODE_COUNT
        return self.shown or [NOT_SHOWN_AGAIN] * left

    def validate_code(self, code: str) -> bool:
        """Hashing takes its time, so nothing is locked meanwhile; whoever removes the hash first has used the code."""
        plain = normalize_user_code(code)
        if len(plain) != app_settings.RECOVERY_CODE_DIGITS:
            return False
        used = next((one for one in self.data["hashes"] if check_password(plain, one)), None)
        return used is not None and self.use(used)

    @transaction.atomic
    def use(self, used: str) -> bool:
        self.instance = Authenticator.objects.select_for_update().get(pk=self.instance.pk)
        left = [one for one in self.data["hashes"] if one != used]
        if len(left) == len(self.data["hashes"]):
            return False
        self.instance.data = {**self.data, "hashes": left}
        self.instance.save(update_fields=["data"])
        return True


def replace_allauths() -> None:
    """allauth has no setting for it: it takes the class from these two places."""
    auth.RecoveryCodes = flows.RecoveryCodes = RecoveryCodes  # type: ignore[misc, attr-defined]
