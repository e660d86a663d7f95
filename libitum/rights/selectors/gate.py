"""What the gate has done, for whoever runs the site."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from django.db.models import Count

from libitum.rights.gate.problems import Why
from libitum.rights.models import Engine, Run, TurnedAway
from libitum.rights.rules import BY_NUMBER, SENTENCES

from .outcomes import Outcome, outcomes


def engines() -> list[Engine]:
    """With `run_count`."""
    return list(Engine.objects.annotate(run_count=Count("runs")).order_by("slug", "-registered_at"))


class Ran(NamedTuple):
    run: Run
    outcome: Outcome


def last_runs(count: int) -> list[Ran]:
    runs = list(Run.objects.select_related("engine").order_by("-opened_at", "-pk")[:count])
    came_of = outcomes(runs)
    return [Ran(run, came_of[run.pk]) for run in runs]


class Refused(NamedTuple):
    sentence: str
    works: int


def refused_in(runs: Sequence[Ran]) -> list[Refused]:
    """By reason, most often first."""
    works = sum((ran.outcome.refused for ran in runs), Counter[int]())
    return [Refused(str(SENTENCES[BY_NUMBER[rule]]), number) for rule, number in works.most_common()]


def turned_away(count: int) -> list[TurnedAway]:
    """With `sentence`."""
    rows = list(TurnedAway.objects.order_by("-at", "-pk")[:count])
    for row in rows:
        row.sentence = str(Why(row.why).label)  # type: ignore[attr-defined]
    return rows
