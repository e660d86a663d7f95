"""What has happened to works so far, by purpose, from the records that the gate writes."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, QuerySet

from libitum.rights.models import UseRecord


@dataclass(frozen=True, slots=True)
class Happened:
    """Under one purpose: how often a work was handed out, when last, and to which engine that was."""

    times: int
    last: datetime
    engine: str


def handed_out() -> "QuerySet[UseRecord]":
    return UseRecord.objects.exclude(handed_out_at=None)


def happened_to(records: "QuerySet[UseRecord]") -> dict[str, Happened]:
    """By purpose, in one query."""
    by_engine = ("run__purpose", "run__engine__name", "run__engine__version")
    rows = records.values_list(*by_engine).annotate(times=Count("pk"), last=Max("handed_out_at")).order_by("last")
    found: dict[str, Happened] = {}
    for purpose, name, version, times, last in rows:
        before = found[purpose].times if purpose in found else 0
        found[purpose] = Happened(before + times, last, f"{name} {version}")
    return found
