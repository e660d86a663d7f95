"""How one purpose stood for everything of somebody's, from their first day until now, drawn on a staff."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from libitum.rights.models import Party, Word
from libitum.rights.models.word import Level
from libitum.rights.selectors.facts import acceptances_of, holder_of
from libitum.rights.selectors.marks import answer
from libitum.rights.selectors.resolving import resolver
from libitum.rights.selectors.voices import moment
from libitum_verify.rights.facts import Holding, Work
from libitum_verify.rights.vocabulary import Purpose, Role

WIDTH = 1000  # of the drawing, in its own units


@dataclass(frozen=True, slots=True)
class Stretch:
    """From one change to the next; in the drawing's units and in time."""

    x: float
    width: float
    says_yes: bool
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Note:
    """A run at the gate that handed works out, above the staff."""

    x: float
    at: datetime
    times: int
    engine: str


@dataclass(frozen=True, slots=True)
class Timeline:
    stretches: list[Stretch]
    notes: list[Note]
    begin: datetime
    end: datetime


def timeline(party: Party, purpose: Purpose, runs: Sequence[tuple[datetime, int, str]]) -> Timeline:
    """Decided anew by the resolver at each instant at which something changed. `runs`: when, how often, by what."""
    now = int(time.time())
    begin = min(int(party.created_at.timestamp()), now - 1)
    words = list(Word.objects.filter(party=party, purpose=purpose.id, level=Level.ACCOUNT).order_by("pk"))
    accepted = acceptances_of([party.user_id]).get(party.user_id, ()) if party.user_id else ()
    holding = Holding(holder_of(party, words, accepted))
    alone = Work(uid="", holdings=dict.fromkeys(Role, (holding,)))
    ask = resolver()
    turns = {begin, *(at for at, _number in accepted), *(version.effective_at for version in ask.terms.versions)}
    turns |= {at for word in words for at in (word.at, word.since, word.until) if at is not None}
    instants = sorted(at for at in turns if begin <= at <= now)
    states = [(at, answer(ask, alone, purpose, at).says_yes) for at in instants]
    scale = WIDTH / max(now - begin, 1)
    return Timeline(
        stretches=stretches(states, begin, now, scale),
        notes=[Note((at.timestamp() - begin) * scale, at, times, engine) for at, times, engine in runs],
        begin=moment(begin),
        end=moment(now),
    )


def stretches(states: Sequence[tuple[int, bool]], begin: int, now: int, scale: float) -> list[Stretch]:
    """Neighbours that say the same are one."""
    turns = [state for n, state in enumerate(states) if n == 0 or states[n - 1][1] is not state[1]]
    ends: list[int | None] = [at for at, _yes in turns[1:]]
    return [
        Stretch((at - begin) * scale, ((end or now) - at) * scale, yes, moment(at), moment(end) if end else None)
        for (at, yes), end in zip(turns, [*ends, None], strict=True)
    ]
