"""All metrics together, in the forms of the library."""

import logging
from collections.abc import Iterator, Mapping
from itertools import accumulate

from django.db import Error as DatabaseError
from prometheus_client.metrics_core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector

from libitum.ops.models import Measure

from . import requests
from .families import ADDED, DATABASE_UP, FIGURES, Family
from .measures import INFINITY, SUM, values_of
from .state import machine, state

logger = logging.getLogger(__name__)

Parts = dict[str, float]


class Everything(Collector):
    """Asked anew at each scrape. Where the database is away, what is known without it is told all the same."""

    def collect(self) -> Iterator[Metric]:
        yield from requests.families()
        yield from (of_numbers(family, numbers) for family, numbers in machine())
        try:
            found = [*kept(), *(of_numbers(family, numbers) for family, numbers in state())]
        except DatabaseError:
            logger.exception("metrics without a database")
            found = []
        yield of_numbers(DATABASE_UP, {(): bool(found)})
        yield from found


def of_numbers(family: Family, numbers: Mapping[tuple[str, ...], float]) -> Metric:
    made = (CounterMetricFamily if family.kind == "counter" else GaugeMetricFamily)(
        family.name, family.help, labels=family.labels
    )
    for values, number in numbers.items():
        made.add_metric(values, number)
    return made


def kept() -> Iterator[Metric]:
    """What workers have added up and measured: one query."""
    rows: dict[str, dict[tuple[str, ...], Parts]] = {}
    known = {family.name: family for family in (*ADDED, *FIGURES)}
    for name, labels, part, value in Measure.objects.values_list("name", "labels", "part", "value"):
        if name in known:  # one of another release may not be
            rows.setdefault(name, {}).setdefault(values_of(known[name], labels), {})[part] = value
    for name, family in known.items():
        numbers = rows.get(name, {})
        if family.kind == "histogram":
            yield of_buckets(family, numbers if numbers or family.labels else {(): {}})
        elif numbers:
            yield of_numbers(family, {values: parts[""] for values, parts in numbers.items()})


def of_buckets(family: Family, numbers: Mapping[tuple[str, ...], Parts]) -> Metric:
    made = HistogramMetricFamily(family.name, family.help, labels=family.labels)
    ends = [*(str(float(end)) for end in family.buckets), INFINITY]
    for values, parts in numbers.items():
        counts = accumulate(parts.get(end, 0) for end in ends)
        made.add_metric(values, list(zip(ends, counts, strict=True)), parts.get(SUM, 0))
    return made
