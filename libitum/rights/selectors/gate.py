"""What the gate has done, for whoever runs the site."""

from collections.abc import Sequence
from typing import NamedTuple

from django.db.models import Count, Q

from libitum.rights.gate.problems import Why
from libitum.rights.models import Engine, Run, TurnedAway, UseRecord
from libitum.rights.rules import BY_NUMBER, REFUSING_FROM, SENTENCES


def engines() -> list[Engine]:
    """With `run_count`."""
    return list(Engine.objects.annotate(run_count=Count("runs")).order_by("slug", "-registered_at"))


def last_runs(count: int) -> list[Run]:
    """With `handed_out` and `kept`."""
    newest = list(Run.objects.order_by("-opened_at", "-pk").values_list("pk", flat=True)[:count])
    handed_out = Count("uses", filter=Q(uses__handed_out_at__isnull=False))
    runs = Run.objects.filter(pk__in=newest).select_related("engine")
    runs = runs.annotate(handed_out=handed_out, kept=Count("uses", filter=Q(uses__kept=True)))
    return list(runs.order_by("-opened_at", "-pk"))


class Refused(NamedTuple):
    sentence: str
    works: int


def refused_in(runs: Sequence[Run]) -> list[Refused]:
    """By reason, most often first."""
    rows = UseRecord.objects.filter(run__in=[run.pk for run in runs], rule__gte=REFUSING_FROM)
    counted = rows.values_list("rule").annotate(works=Count("pk")).order_by("-works")
    return [Refused(str(SENTENCES[BY_NUMBER[rule]]), works) for rule, works in counted]


def turned_away(count: int) -> list[TurnedAway]:
    """With `sentence`."""
    rows = list(TurnedAway.objects.order_by("-at", "-pk")[:count])
    for row in rows:
        row.sentence = str(Why(row.why).label)  # type: ignore[attr-defined]
    return rows
