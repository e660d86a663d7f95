"""Numbers kept in rows: what workers add up, and what a sweep has measured."""

import json
from bisect import bisect_left
from collections.abc import Iterable, Mapping

from django.db import connection, transaction

from libitum.ops.models import Measure

from .families import FIGURES, Family

ADD = """
    INSERT INTO ops_measure (name, labels, part, value) VALUES (%s, %s, %s, %s)
    ON CONFLICT (name, labels, part) DO UPDATE SET value = ops_measure.value + EXCLUDED.value
"""
SUM, INFINITY = "sum", "+Inf"

Row = tuple[str, str, str, float]


def labels_of(family: Family, values: Iterable[str]) -> str:
    return json.dumps(dict(zip(family.labels, values, strict=True)), sort_keys=True)


def one_more(family: Family, *values: str) -> list[Row]:
    return [(family.name, labels_of(family, values), "", 1)]


def observed(family: Family, amount: float, *values: str) -> list[Row]:
    """One bucket and the sum of a histogram; buckets are added up where they are read."""
    labels, place = labels_of(family, values), bisect_left(family.buckets, amount)
    end = str(float(family.buckets[place])) if place < len(family.buckets) else INFINITY
    return [(family.name, labels, end, 1), (family.name, labels, SUM, amount)]


def add(rows: Iterable[Row]) -> None:
    """In one order everywhere, so that no two workers wait for each other."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(ADD, sorted(rows))


@transaction.atomic
def replace_figures(found: Iterable[tuple[Family, Mapping[tuple[str, ...], float]]]) -> None:
    """What was measured takes the place of all that was measured before."""
    Measure.objects.filter(name__in=[family.name for family in FIGURES]).delete()
    Measure.objects.bulk_create(
        Measure(name=family.name, labels=labels_of(family, values), value=value)
        for family, numbers in found
        for values, value in numbers.items()
    )


def measured() -> dict[Family, dict[tuple[str, ...], float]]:
    """What a sweep found last: one query."""
    known = {family.name: family for family in FIGURES}
    found: dict[Family, dict[tuple[str, ...], float]] = {}
    for name, labels, value in Measure.objects.filter(name__in=known).values_list("name", "labels", "value"):
        found.setdefault(known[name], {})[values_of(known[name], labels)] = value
    return found


def values_of(family: Family, labels: str) -> tuple[str, ...]:
    found = json.loads(labels)
    return tuple(found.get(label, "") for label in family.labels)
