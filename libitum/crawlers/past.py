"""What machines were told at any time, for pages and programs: versions of the whole, and turns of single works."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any, NamedTuple

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from libitum.catalog.models import Track
from libitum.ledger.selectors import published_indexes
from libitum_verify.canonical import parse

from .document import digest_of
from .models import SignalSet, WorkSignal

AGENT_LINE = "User-agent: "
FILES, AGENTS, ROBOTS = "files", "agents", "/robots.txt"
# Parts of the document that are no file and no agent.
PARTS = ("form", "origin", "headers", "metas", "tags", "open_work")


class Span(NamedTuple):
    """From `begin` on, until before `end`."""

    begin: datetime
    end: datetime

    def meets(self, since: datetime, until: datetime | None) -> bool:
        return since < self.end and (until is None or until > self.begin)


def span_of(day: date | None) -> Span:
    """A day in UTC; None: this moment."""
    if day is None:
        now = timezone.now()
        return Span(now, now + timedelta(microseconds=1))
    begin = datetime.combine(day, time.min, UTC)
    return Span(begin, begin + timedelta(days=1))


def is_to_come(day: date) -> bool:
    return day > timezone.now().astimezone(UTC).date()


@dataclass(frozen=True, slots=True)
class Version:
    """`until`: None while it holds. `index`: of its entry in the log, None before a checkpoint holds it.

    `said`: the document; None where what is kept isn't what the log names.
    """

    number: int
    sha256: str
    since: datetime
    until: datetime | None
    index: int | None
    said: dict[str, Any] | None
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """From one version to the next: names of agents and categories, paths of files, names of other parts."""

    closed: list[str]
    opened: list[str]
    categories_closed: list[str]
    categories_opened: list[str]
    listed: tuple[int, int]
    files: list[str]
    parts: list[str]

    @property
    def list_grew_or_shrank(self) -> bool:
        return self.listed[0] != self.listed[1]


@dataclass(frozen=True, slots=True)
class Event:
    """`change`: None of the first version, and where one of both isn't what was published."""

    version: Version
    change: Change | None


@dataclass(frozen=True, slots=True)
class Turn:
    """`since` this moment the work was open, or closed. `index`: as a version's; None of how it all began, too."""

    is_open: bool
    since: datetime
    until: datetime | None
    index: int | None
    is_logged: bool


@dataclass(frozen=True, slots=True)
class Told:
    """What the carriers of one work said in one stretch of time."""

    since: datetime
    until: datetime | None
    turn: Turn
    version: Version

    def part(self, name: str) -> dict[str, str]:
        """Headers, metas or tags."""
        which = "open" if self.turn.is_open else "reserved"
        found: dict[str, str] = self.version.said[name][which] if self.version.said else {}
        return found


def dated() -> "QuerySet[SignalSet, Any]":
    following = SignalSet.objects.filter(number__gt=OuterRef("number")).order_by("number").values("since")[:1]
    return SignalSet.objects.annotate(until=Subquery(following)).select_related("entry")


def versions_on(day: date | None) -> list[Version]:
    """All that held at any time of it, oldest first; none of a day to come. Two queries."""
    if day is not None and is_to_come(day):
        return []
    span = span_of(day)
    rows = dated().filter(Q(until=None) | Q(until__gt=span.begin), since__lt=span.end)
    return as_versions(rows.order_by("number"))


def history(*, before: int | None, size: int) -> list[Event]:
    """Newest first, with what each changed. Two queries."""
    rows = dated().order_by("-number")
    found = as_versions((rows.filter(number__lt=before) if before else rows)[: size + 1])
    events = [
        Event(version, change_between(earlier, version)) for version, earlier in pairwise([*found, None]) if version
    ]
    return events[:size]


def as_versions(rows: Any) -> list[Version]:
    kept = list(rows)
    places = published_indexes([row.entry for row in kept]) if kept else []
    return [
        Version(row.number, row.sha256, row.since, row.until, index, proved(row), row.document)
        for row, index in zip(kept, places, strict=True)
    ]


def proved(row: SignalSet) -> dict[str, Any] | None:
    """The document, if it is the one that the log names."""
    data = row.document.encode()
    named = parse(bytes(row.entry.body)).get("sha256")
    return parse(data) if digest_of(data) == row.sha256 == named else None


def change_between(earlier: Version | None, later: Version) -> Change | None:
    if earlier is None or earlier.said is None or later.said is None:
        return None
    return change_of(earlier.said, later.said)


def change_of(before: dict[str, Any], after: dict[str, Any]) -> Change:
    old, new = before[AGENTS], after[AGENTS]
    return Change(
        closed=without(new["closed"], old["closed"]),
        opened=without(old["closed"], new["closed"]),
        categories_closed=without(new["categories"], old["categories"]),
        categories_opened=without(old["categories"], new["categories"]),
        listed=(old["listed"], new["listed"]),
        files=[path for path in after[FILES] if differs(path, before[FILES].get(path), after[FILES][path])],
        parts=[part for part in PARTS if before.get(part) != after.get(part)],
    )


def differs(path: str, before: str | None, after: str) -> bool:
    """Of robots.txt all but the names of agents, which are told apart."""
    if path != ROBOTS or before is None:
        return before != after
    return nameless(before) != nameless(after)


def nameless(robots: str) -> list[str]:
    return [line for line in robots.splitlines() if not line.startswith(AGENT_LINE)]


def without(names: Sequence[str], others: Sequence[str]) -> list[str]:
    gone = set(others)
    return [name for name in names if name not in gone]


def turns_of(track: Track) -> list[Turn]:
    """Oldest first; it begins closed. Two queries."""
    rows = list(WorkSignal.objects.filter(track=track).select_related("entry").order_by("at", "pk"))
    places = published_indexes([row.entry for row in rows]) if rows else []
    moments: list[datetime | None] = [row.at for row in rows]
    ends = [*moments, None]
    turns = [Turn(False, track.created_at, ends[0], None, is_logged=False)]
    for row, index, until in zip(rows, places, ends[1:], strict=True):
        turns.append(Turn(row.is_open, row.at, until, index, is_logged=True))
    return turns


def told_on(day: date | None, versions: Sequence[Version], turns: Sequence[Turn]) -> list[Told]:
    """What a work's carriers said at any time of it, in order; `versions` are those of the day."""
    if not versions:
        return []
    span = span_of(day)
    stretches = [
        Told(max(version.since, turn.since), earlier_of(version.until, turn.until), turn, version)
        for version in versions
        for turn in turns
    ]
    return [each for each in stretches if not is_empty(each) and span.meets(each.since, each.until)]


def is_empty(stretch: Told) -> bool:
    return stretch.until is not None and stretch.until <= stretch.since


def earlier_of(one: datetime | None, other: datetime | None) -> datetime | None:
    moments = [moment for moment in (one, other) if moment is not None]
    return min(moments, default=None)
