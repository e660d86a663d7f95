"""Signed, expiring permissions that stand in media addresses, as players send nothing else along.

A grant names who was let in; whether they still may is decided again at each request, so that revoking a link,
unpublishing, taking down or suspending acts on addresses already given out.
"""

import math
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Self

from django.core.signing import BadSignature, Signer
from django.utils import timezone
from django.utils.http import base36_to_int, int_to_base36

from libitum.accounts.models import User
from libitum.catalog.models import SecretLink
from libitum.catalog.viewers import Viewer

# Ends are rounded up, so that addresses stay the same for a while and browsers find what they have kept.
STEP = 600  # seconds
SHORTEST = timedelta(hours=4)
FORM = re.compile(r"(?P<person>[0-9a-z]{0,12})\.(?P<link>[a-z2-7]{0,16})\.(?P<end>[0-9a-z]{1,8})\.[\w-]{43}", re.ASCII)


class Scope(StrEnum):
    RENDITIONS = "t"
    ORIGINAL = "o"
    DOWNLOAD = "d"
    ARTWORK = "a"


def signer(scope: Scope, subject: str) -> Signer:
    """What is signed holds good for one kind of bytes of one thing."""
    return Signer(salt=f"libitum.media.{scope}.{subject}", sep=".")


@dataclass(frozen=True, slots=True)
class Grant:
    """`person`: primary key of a user; `link`: uid of a secret link. With neither, anybody."""

    person: int | None
    link: str
    expires_at: datetime

    @classmethod
    def to(cls, viewer: Viewer, playing_time: timedelta) -> Self:
        """Valid for at least an hour longer than it takes to hear it twice."""
        until = timezone.now() + max(SHORTEST, 2 * playing_time + timedelta(hours=1))
        end = math.ceil(until.timestamp() / STEP) * STEP
        return cls(viewer.user_id, link_uid(viewer.secret), datetime.fromtimestamp(end, tz=UTC))

    @classmethod
    def read(cls, text: str, scope: Scope, subject: str) -> Self | None:
        """The grant that this text is for these bytes, unless it is forged or over."""
        form = FORM.fullmatch(text)
        if form is None:
            return None
        try:
            signer(scope, subject).unsign(text)
            expires_at = datetime.fromtimestamp(base36_to_int(form["end"]), tz=UTC)
        except (BadSignature, ValueError, OverflowError):
            return None
        person = base36_to_int(form["person"]) if form["person"] else None
        return cls(person, form["link"], expires_at) if expires_at > timezone.now() else None

    def text(self, scope: Scope, subject: str) -> str:
        person = "" if self.person is None else int_to_base36(self.person)
        value = f"{person}.{self.link}.{int_to_base36(int(self.expires_at.timestamp()))}"
        return signer(scope, subject).sign(value)

    def viewer(self) -> Viewer:
        """Who that is by now; one query for each of person and link."""
        secret, user = "", None
        if self.link:
            secret = SecretLink.objects.active().filter(uid=self.link).values_list("token", flat=True).first() or ""
        if self.person is not None:
            user = User.objects.filter(pk=self.person).first()
        return Viewer.of(user, secret) if user else Viewer(secret=secret)


@lru_cache(maxsize=4096)
def known_link(token: str) -> str:
    """The uid of a link never changes, so it is asked for once."""
    return SecretLink.objects.values_list("uid", flat=True).get(token=token)


def link_uid(token: str) -> str:
    """Empty where there is no such link."""
    try:
        return known_link(token) if token else ""
    except SecretLink.DoesNotExist:
        return ""
