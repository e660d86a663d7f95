from collections.abc import Mapping
from typing import NamedTuple

from libitum.ops.metrics.families import Family
from libitum.ops.metrics.measures import measured
from libitum.ops.metrics.state import machine, state

Numbers = Mapping[tuple[str, ...], float]


class Now(NamedTuple):
    """Every number of the database's and the machine's, at this moment or as last measured."""

    found: Mapping[Family, Numbers]

    def of(self, family: Family, *labels: str) -> float:
        return self.found.get(family, {}).get(labels, 0)

    def all_of(self, family: Family) -> Numbers:
        return self.found.get(family, {})

    def total(self, family: Family) -> float:
        return sum(self.all_of(family).values())

    def most(self, family: Family) -> float:
        return max(self.all_of(family).values(), default=0)


def now() -> Now:
    return Now({**dict(machine()), **dict(state()), **measured()})
