"""A listener's own switches: what of their listening is kept, and whether it is used for their shelves."""

import time
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from libitum.accounts.models import User
from libitum.rights.models import PrivacySignal, Word
from libitum_verify.rights.vocabulary import Class

from .facts import acceptances_of
from .resolving import terms

HISTORY, PERSONALISE = "listen.history", "listen.personalise"
PURPOSES = (HISTORY, PERSONALISE)
SIGNAL, SENT = "Sec-GPC", "1"


@dataclass(frozen=True, slots=True)
class Listening:
    """`by_signal`: it is off because the browser asks for it. `in_terms`: whether it can be switched at all."""

    on: bool
    own: bool | None
    by_signal: bool
    in_terms: bool


def may_keep_history(user: User | AnonymousUser) -> bool:
    return isinstance(user, User) and listening(user)[HISTORY].on


def may_personalise(user: User | AnonymousUser, request: HttpRequest | None = None) -> bool:
    """Whether shelves may follow what this person heard; off means shelves that are the same for everybody.

    Global Privacy Control switches it off, on every device, unless they switched it on themselves after that. Without
    a request (work in the background) what the browser said before is what counts.
    """
    return isinstance(user, User) and listening(user, request)[PERSONALISE].on


def sends_signal(request: HttpRequest | None) -> bool:
    return request is not None and request.headers.get(SIGNAL) == SENT


def listening(user: User, request: HttpRequest | None = None) -> dict[str, Listening]:
    rows = Word.objects.filter(party__user=user, purpose__in=PURPOSES).order_by("pk")
    said = {word.purpose: word for word in rows}
    accepted = acceptances_of([user.pk]).get(user.pk, ())
    known, at = terms(), int(time.time())
    asked_at = signalled_at(user, request, at)
    found = {}
    for purpose in PURPOSES:
        in_terms = known.class_of(accepted, purpose, at)[0] <= Class.D
        word = said.get(purpose)
        own = word.allowed if word else None
        meant_after = word is not None and word.allowed and asked_at is not None and word.at >= asked_at
        by_signal = purpose == PERSONALISE and own is not False and asked_at is not None and not meant_after
        found[purpose] = Listening(in_terms and own is not False and not by_signal, own, by_signal, in_terms)
    return found


def signalled_at(user: User, request: HttpRequest | None, now: int) -> int | None:
    """Since when, in whole seconds; from now on where it is sent for the first time."""
    since = PrivacySignal.objects.filter(user=user).values_list("since", flat=True).first()
    if since is not None:
        return int(since.timestamp())
    return now + 1 if sends_signal(request) else None
