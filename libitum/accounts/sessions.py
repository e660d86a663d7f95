"""Where somebody is signed in. What allauth writes down of it holds no network address (see `adapter.py`)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone

from .devices import device
from .models import User

# A page view is not a write: when a session was last seen is noted this often.
NOTED_EVERY = timedelta(minutes=15)
NOTED = "seen_at"
SIGNED_IN = "signed_in_at"


@dataclass(frozen=True, slots=True)
class SignIn:
    """`device`: what the browser says of itself, in words."""

    pk: int
    device: str
    started_at: datetime
    seen_at: datetime
    is_current: bool


def sign_ins(user: User, session_key: str | None) -> list[SignIn]:
    """Every place where the person is signed in, the latest seen first; what was written of others is forgotten."""
    rows = list(UserSession.objects.filter(user_id=user.pk))
    still = open_sessions(user, [row.session_key for row in rows])
    over = [row.pk for row in rows if row.session_key not in still]
    if over:
        UserSession.objects.filter(pk__in=over).delete()
    found = [
        SignIn(row.pk, device(row.user_agent), row.created_at, row.last_seen_at, row.session_key == session_key)
        for row in rows
        if row.session_key in still
    ]
    return sorted(found, key=lambda row: (row.is_current, row.seen_at), reverse=True)


def open_sessions(user: User, keys: list[str]) -> set[str]:
    """Those of `keys` with which a request of this person would be let in. allauth's own list asks twice for each."""
    good = {user.get_session_auth_hash(), *user.get_session_auth_fallback_hash()}
    sessions = Session.objects.filter(session_key__in=keys, expire_date__gt=timezone.now())
    known = {session.session_key: session.get_decoded() for session in sessions}
    return {
        key
        for key, data in known.items()
        if data.get(SESSION_KEY) == str(user.pk) and data.get(HASH_SESSION_KEY) in good and not has_outlived(data)
    }


def has_outlived(data: dict[str, Any]) -> bool:
    """Whether the sign-in that a session's data tell of was so long ago that it ends, however much it is used."""
    now = timezone.now().timestamp()
    return bool(data.get(SIGNED_IN, now) <= now - settings.SESSION_LIFETIME)


def sign_out(*, user: User, pk: int) -> bool:
    """End one session of this person; whether there was one."""
    session = UserSession.objects.filter(user_id=user.pk, pk=pk).first()
    if session is None:
        return False
    session.end()
    return True


def sign_out_everywhere(*, user: User, but: str | None = None) -> int:
    """End all sessions of the person, except the one with the key `but`; how many."""
    sessions = list(UserSession.objects.filter(user_id=user.pk).exclude(session_key=but or ""))
    for session in sessions:
        session.end()
    return len(sessions)


def sign_out_everybody() -> int:
    """End every session of everybody; how many."""
    UserSession.objects.all().delete()
    return int(Session.objects.all().delete()[0])


def renew(session: SessionBase) -> None:
    """Another key for the same session: whoever saw the old one has nothing in hand."""
    former = session.session_key
    session.cycle_key()
    UserSession.objects.filter(session_key=former).update(session_key=session.session_key)


def note_sign_in(session: SessionBase) -> None:
    session[SIGNED_IN] = int(timezone.now().timestamp())


def signed_in_recently(session: SessionBase, seconds: int) -> bool:
    """Whether the person has shown who they are so short a while ago that nothing is gained by asking again."""
    return bool(session.get(SIGNED_IN, 0) > timezone.now().timestamp() - seconds)


def note_seen(request: HttpRequest, session: SessionBase) -> None:
    now = timezone.now()
    if session.get(NOTED, 0) > (now - NOTED_EVERY).timestamp():
        return
    if not request.user.is_authenticated:  # the account has been switched off or closed since
        return
    session[NOTED] = int(now.timestamp())
    if not UserSession.objects.filter(session_key=session.session_key).update(last_seen_at=now):
        UserSession.objects.create_from_request(request)


def forget_stale() -> int:
    """Delete what is written of sessions whose cookie has run out; how many."""
    last = timezone.now() - timedelta(seconds=settings.SESSION_COOKIE_AGE) - NOTED_EVERY
    return int(UserSession.objects.filter(last_seen_at__lt=last).delete()[0])
