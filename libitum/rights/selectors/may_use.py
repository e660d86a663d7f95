"""May this be done with these works? As everybody may know it, and as those whose right it is."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from libitum.accounts.models import User
from libitum.catalog.models import Track
from libitum.rights.rules import SENTENCES
from libitum_verify.rights.facts import Decision, Use

from .resolving import decide
from .uses import works_of

Words = str | Promise
# The same for every refusal: who refused, and why, is nobody else's business.
REFUSED = _("This is not allowed.")


@dataclass(frozen=True, slots=True)
class Told:
    """`decision`: with its rule, for those whose right it is; None for everybody else."""

    track: Track
    allowed: bool
    sentence: Words
    decision: Decision | None


def may_use(tracks: Sequence[Track], use: Use, asking: User | None) -> list[Told]:
    """A constant number of queries, however many works."""
    decisions = decide(list(tracks), use, int(time.time()))
    mine = set(works_of(asking).filter(pk__in=decisions).values_list("pk", flat=True)) if asking else set()
    return [told(track, decisions[track.pk], full=track.pk in mine) for track in tracks]


def told(track: Track, decision: Decision, *, full: bool) -> Told:
    sentence = SENTENCES[decision.rule] if decision.allowed or full else REFUSED
    return Told(track, decision.allowed, sentence, decision if full else None)
