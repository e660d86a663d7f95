"""What has happened to works so far, by purpose, from the records that the gate writes."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Q, QuerySet

from libitum.catalog.models import Track
from libitum.rights.models import Run, UseRecord
from libitum.rights.rules import REFUSING_FROM

HANDED_OUT = Q(handed_out_at__isnull=False)


@dataclass(frozen=True, slots=True)
class Happened:
    """Under one purpose: how often a work was handed out, when last and to which engine; how often it was refused."""

    times: int = 0
    refused: int = 0
    last: datetime | None = None
    engine: str = ""


def handed_out() -> "QuerySet[UseRecord]":
    return UseRecord.objects.filter(HANDED_OUT)


def happened_to(tracks: "QuerySet[Track]") -> dict[str, Happened]:
    """By purpose, of all of these together. Two queries, of which the first reads each record once."""
    records = UseRecord.objects.filter(track__in=tracks.values("pk")).values_list("run")
    counts = records.annotate(
        times=Count("handed_out_at"),
        refused=Count("rule", filter=Q(rule__gte=REFUSING_FROM)),
        last=Max("handed_out_at"),
    ).order_by()
    by_run = {run: (times, refused, last) for run, times, refused, last in counts}
    runs = Run.objects.filter(pk__in=by_run).select_related("engine").order_by("opened_at", "pk")
    found: dict[str, Happened] = {}
    for run in runs:
        times, refused, last = by_run[run.pk]
        before = found.get(run.purpose, Happened())
        newest = last is not None and (before.last is None or last >= before.last)
        found[run.purpose] = Happened(
            before.times + times,
            before.refused + refused,
            last if newest else before.last,
            f"{run.engine.name} {run.engine.version}" if newest else before.engine,
        )
    return found
