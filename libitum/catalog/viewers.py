"""Who is looking: what every query about visibility needs to know, and nothing else."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser

if TYPE_CHECKING:
    from libitum.accounts.models import User


@dataclass(frozen=True, slots=True)
class Viewer:
    """`secret` is the key of the secret link that the person came with, if any."""

    user_id: int | None = None
    is_moderator: bool = False
    secret: str = ""

    @classmethod
    def of(cls, user: "User | AnonymousUser", secret: str = "") -> "Viewer":
        if not user.is_authenticated or not user.is_active:
            return cls(secret=secret)
        return cls(user_id=user.pk, is_moderator=user.is_staff, secret=secret)


ANYBODY = Viewer()
