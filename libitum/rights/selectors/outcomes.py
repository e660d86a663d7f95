"""What came of runs, by number of works. A run that is over has it written down: it may have had a million works."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from django.db.models import Count, Q

from libitum.rights.models import Run, UseRecord
from libitum.rights.rules import REFUSING_FROM


@dataclass(slots=True)
class Outcome:
    """Works that were handed out, those whose result was kept, and those that each rule refused, by its number."""

    handed_out: int = 0
    kept: int = 0
    refused: Counter[int] = field(default_factory=Counter)

    def written(self) -> dict[str, Any]:
        return {
            "handed_out": self.handed_out,
            "kept": self.kept,
            "refused": [[rule, works] for rule, works in sorted(self.refused.items())],
        }

    @classmethod
    def read(cls, written: dict[str, Any]) -> Self:
        return cls(written["handed_out"], written["kept"], Counter(dict(written["refused"])))


def outcomes(runs: Sequence[Run]) -> dict[int, Outcome]:
    """By the run's key; one query, for those that are under way or ended before it was written down."""
    written = {run.pk: Outcome.read(run.outcome) for run in runs if run.outcome is not None}
    return written | counted([run for run in runs if run.outcome is None])


def counted(runs: Sequence[Run]) -> dict[int, Outcome]:
    """From the records, each read once."""
    found = {run.pk: Outcome() for run in runs}
    rows = UseRecord.objects.filter(run__in=found).values_list("run", "rule").order_by()
    by_rule = rows.annotate(works=Count("*"), out=Count("handed_out_at"), kept=Count("rule", filter=Q(kept=True)))
    for run, rule, works, out, kept in by_rule:
        outcome = found[run]
        outcome.handed_out += out
        outcome.kept += kept
        if rule >= REFUSING_FROM:
            outcome.refused[rule] += works
    return found
