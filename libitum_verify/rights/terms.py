"""Which class a purpose has for somebody: the narrowest of what they accepted and of all that came after."""

from collections.abc import Mapping
from operator import attrgetter
from typing import NamedTuple

from .vocabulary import Class, may_be

Accepted = tuple[tuple[int, int], ...]


class Version(NamedTuple):
    """A version of the terms. `clause`: class by purpose; a purpose that it does not name is none of its."""

    number: int
    effective_at: int
    clause: Mapping[str, Class]


class BadClause(ValueError):  # noqa: N818 - a verdict on data
    """A clause that must not be used, with the reason."""


class Terms:
    """All versions that were ever published. Raises BadClause for one that no terms may have."""

    def __init__(self, versions: tuple[Version, ...] = ()) -> None:
        for version in versions:
            check_clause(version)
        self.versions = tuple(sorted(versions, key=attrgetter("number")))
        if len({version.number for version in versions}) != len(versions):
            raise BadClause("two versions of the terms have the same number")
        self._cache: dict[tuple[int, int, str], tuple[Class, int]] = {}

    def effective(self, at: int) -> int:
        """How many have come into effect. They do so in the order of their numbers, whatever their dates say."""
        count = 0
        for version in self.versions:
            if version.effective_at > at:
                break
            count += 1
        return count

    def class_of(self, accepted: Accepted, purpose: str, at: int) -> tuple[Class, int]:
        """The class, and the number of the version that it comes from (0: there is none)."""
        number = last_accepted(accepted, at)
        key = (number, self.effective(at), purpose)
        known = self._cache.get(key)
        if known is None:
            known = self._cache[key] = self.narrowest(*key)
        return known

    def narrowest(self, accepted: int, effective: int, purpose: str) -> tuple[Class, int]:
        """Who never accepted any is bound to what is always on, and that by every version so far."""
        now = self.versions[effective - 1].number if effective else 0
        if accepted and all(version.number != accepted for version in self.versions):
            return Class.X, 0
        ruling = [v for v in self.versions[:effective] if v.number >= min(accepted, now)]
        ruling += [v for v in self.versions[effective:] if v.number == accepted]
        if not ruling:
            return Class.X, 0
        found = max((version.clause.get(purpose, Class.X), version.number) for version in ruling)
        if accepted == 0 and found[0] is not Class.N:
            return Class.X, 0
        return found


def last_accepted(accepted: Accepted, at: int) -> int:
    """Number of the version last accepted by then; 0 for none."""
    for when, number in reversed(accepted):
        if when <= at:
            return number
    return 0


def check_clause(version: Version) -> None:
    if type(version.number) is not int or version.number < 1 or type(version.effective_at) is not int:
        raise BadClause("a version of the terms has a number from 1 on, and an instant from which it is effective")
    for purpose, starts_as in version.clause.items():
        if not isinstance(starts_as, Class):
            raise BadClause(f"version {version.number} of the terms does not say which class {purpose} has")
        if not may_be(purpose, starts_as):
            raise BadClause(f"version {version.number} of the terms has {purpose} on before somebody opts in")
