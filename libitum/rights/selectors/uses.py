"""What was done with works: every decision of the gate, its reason, what came of it, and its place in the log."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.core.cache import cache
from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise

from libitum.accounts.models import User
from libitum.catalog.models import Track
from libitum.ledger.manifests import presence_proof
from libitum.ledger.selectors import published_positions
from libitum.rights.models import Engine, Holding, Output, Run, UseRecord
from libitum.rights.models.holding import Standing
from libitum.rights.rules import BY_NUMBER, REFUSING_FROM, SENTENCES
from libitum_verify.rights.facts import Rule
from libitum_verify.verdict import Refused

from .happenings import handed_out

Words = str | Promise
PAGE = 50
# Of a record in the list: its run and its work.
PLACE = re.compile(r"([0-9]{1,18})-([0-9]{1,18})", re.ASCII)
WORKS_USED = "libitum.rights.works_used"
# Seconds; a page counts for itself where no worker has for so long.
COUNTED_ANEW_AFTER = 3600


@dataclass(frozen=True, slots=True)
class Asked:
    """Which records to show; what is empty limits nothing. `until`: the last day that counts."""

    purpose: str = ""
    engine: str = ""
    work: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Use:
    """One decision about one work. `index`: of the log's entry; None while no checkpoint holds one, or needs to."""

    record: UseRecord
    index: int | None
    outputs: list[Output] = field(default_factory=list)

    @property
    def rule(self) -> Rule:
        return BY_NUMBER[self.record.rule]

    @property
    def allowed(self) -> bool:
        return self.record.rule < REFUSING_FROM

    @property
    def sentence(self) -> Words:
        return SENTENCES[self.rule]

    @property
    def was_handed_out(self) -> bool:
        return self.record.handed_out_at is not None


def works_of(user: User) -> "QuerySet[Track]":
    """Those that are theirs, and those in which they hold a right and haven't said that they don't."""
    held = Holding.objects.filter(party__user=user).exclude(standing=Standing.DECLINED)
    own = Track.objects.filter(artist__owner=user)
    # Two lists that are looked up each by its index, rather than a question to every work there is.
    return Track.objects.filter(pk__in=own.values("pk").union(held.values("track")))


def work_of(user: User, uid: str) -> Track | None:
    return works_of(user).select_related("artist", "artwork", "commitment").filter(uid=uid).first()


def records_of(user: User, asked: Asked) -> "QuerySet[UseRecord]":
    """Newest first."""
    return narrowed(UseRecord.objects.filter(track__in=works_of(user)), asked)


def records_of_track(track: Track) -> "QuerySet[UseRecord]":
    return narrowed(UseRecord.objects.filter(track=track), Asked())


def narrowed(records: "QuerySet[UseRecord]", asked: Asked) -> "QuerySet[UseRecord]":
    named = {"run__purpose": asked.purpose, "run__engine__slug": asked.engine, "track__uid": asked.work}
    records = records.filter(**{column: value for column, value in named.items() if value})
    if asked.since:
        records = records.filter(run__opened_at__gte=start_of(asked.since))
    if asked.until:
        records = records.filter(run__opened_at__lt=start_of(asked.until + timedelta(days=1)))
    return records.select_related("run__engine", "track__artist").order_by("-pk")


def start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def uses(records: Sequence[UseRecord]) -> list[Use]:
    """With what came of each and where it is logged: three queries, however many."""
    runs = {record.run_id for record in records}
    positions = published_positions({record.run.entry for record in records if record.run.entry})
    of_work: dict[tuple[int, int | None], list[Output]] = defaultdict(list)
    tracks = {record.track_id for record in records}
    for output in Output.objects.filter(Q(track=None) | Q(track__in=tracks), run__in=runs).order_by("pk"):
        of_work[output.run_id, output.track_id].append(output)
    return [
        Use(
            record,
            positions.get(record.run.entry or 0),
            # What came of the run as a whole, such as a model, came of each work that it was given.
            of_work[record.run_id, record.track_id] + (of_work[record.run_id, None] if record.handed_out_at else []),
        )
        for record in records
    ]


def page_of(records: "QuerySet[UseRecord]", before: str, size: int = PAGE) -> tuple[list[Use], str | None]:
    """A page of them, and where the next one begins. Only keys are sorted, as there may be a hundred thousand.

    `before`: what it said last time; from the newest on where it is empty or nothing that it ever said.
    """
    place = PLACE.fullmatch(before)
    if place:
        records = records.filter(pk__lt=(int(place[1]), int(place[2])))
    keys = list(records.values_list("run_id", "track_id")[: size + 1])
    rows = UseRecord.objects.filter(pk__in=keys[:size]).select_related("run__engine", "track__artist")
    older = "{}-{}".format(*keys[size - 1]) if len(keys) > size else None
    return uses(list(rows.order_by("-pk"))), older


def use_in(track: Track, run: str) -> Use | None:
    record = records_of_track(track).filter(run__uid=run).first()
    return uses([record])[0] if record else None


def choices() -> tuple[list[str], list[tuple[str, str]]]:
    """Purposes and engines (address and name) that can have asked for a work: of all that were ever registered."""
    rows = list(Engine.objects.order_by("name", "pk").values_list("slug", "name", "ceiling"))
    purposes = {purpose for _slug, _name, ceiling in rows for purpose in ceiling}
    return sorted(purposes), list({slug: (slug, name) for slug, name, _ceiling in rows}.values())


@dataclass(frozen=True, slots=True)
class List:
    """A published list of works, by the run that it was made for. `index`: of its entry in the log."""

    run: Run
    index: int | None


def lists_without(track: Track, count: int = PAGE) -> list[List]:
    """The newest lists of runs that didn't ask for this work."""
    asked = UseRecord.objects.filter(run=OuterRef("pk"), track=track)
    runs = Run.objects.exclude(manifest="").exclude(Exists(asked)).select_related("engine")
    return with_places(runs.order_by("-opened_at", "-pk")[:count])


def is_listed(track: Track, at: List) -> bool:
    """By the published list itself: a work in it may have been refused before it was handed out."""
    commitment = getattr(track, "commitment", None)
    if commitment is None or not at.run.manifest:
        return False
    try:
        presence_proof(at.run.manifest, bytes.fromhex(commitment.value))
    except Refused:
        return False
    return True


def all_lists() -> "QuerySet[Run]":
    return Run.objects.exclude(manifest="").select_related("engine").order_by("pk")


def with_places(runs: Iterable[Run]) -> list[List]:
    found = list(runs)
    positions = published_positions({run.entry for run in found if run.entry})
    return [List(run, positions.get(run.entry or 0)) for run in found]


@dataclass(frozen=True, slots=True)
class Declared:
    """To everybody: that an engine received a work for a purpose. Never what was refused, or by whom."""

    purpose: str
    taker: str
    engine: str
    times: int
    last: datetime


def declared_uses(track: Track) -> list[Declared]:
    """By purpose and engine, latest first."""
    by = ("run__purpose", "run__taker", "run__engine__name", "run__engine__version")
    rows = (
        handed_out()
        .filter(track=track)
        .values_list(*by)
        .annotate(times=Count("pk"), last=Max("handed_out_at"))
        .order_by("-last")
    )
    return [Declared(purpose, taker, f"{name} {v}", times, last) for purpose, taker, name, v, times, last in rows]


def declared_runs(track: Track, count: int = PAGE) -> list[List]:
    """The latest runs that received it."""
    records = handed_out().filter(track=track).select_related("run__engine").order_by("-handed_out_at", "-pk")[:count]
    return with_places(record.run for record in records)


def declared_run(track: Track, run: str) -> List | None:
    records = handed_out().filter(track=track, run__uid=run).select_related("run__engine")
    found = with_places(record.run for record in records)
    return found[0] if found else None


@dataclass(frozen=True, slots=True)
class Registered:
    engine: Engine
    index: int | None


def engines() -> list[Registered]:
    """All that may ask for music, or might once; those in use first."""
    rows = list(Engine.objects.order_by("-is_active", "name", "-registered_at", "-pk"))
    positions = published_positions({engine.entry for engine in rows if engine.entry})
    return [Registered(engine, positions.get(engine.entry or 0)) for engine in rows]


def works_used() -> dict[str, int]:
    """As `count_works_used` found it the last time: it goes through all that was ever handed out, so workers do it."""
    found: dict[str, int] | None = cache.get(WORKS_USED)
    return recount_works_used() if found is None else found


def recount_works_used() -> dict[str, int]:
    found = count_works_used()
    cache.set(WORKS_USED, found, COUNTED_ANEW_AFTER)
    return found


def count_works_used() -> dict[str, int]:
    """By purpose: how many different works were handed to an engine so far."""
    rows = handed_out().values_list("run__purpose")
    return dict(rows.annotate(works=Count("track", distinct=True)))
