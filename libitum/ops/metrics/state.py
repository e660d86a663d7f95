"""What the database says at the moment: a number of small queries that is the same however much there is.

Each reads an index, and of large tables only what is unfinished. docs/operators/watching.md says what a scrape costs.
"""

import logging
import platform
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import django
from django.conf import settings
from django.db import connection
from django.db.models import Case, CharField, Count, F, Max, Min, Q, QuerySet, Sum, Value, When
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from libitum import __version__
from libitum.analysis.models import Hearing, State
from libitum.community.models import Case as ModerationCase
from libitum.community.models import Letter
from libitum.ledger.log import published_log
from libitum.ledger.models import Entry, SignedCheckpoint
from libitum.ledger.positions import positioned
from libitum.ledger.selectors import is_closed
from libitum.media.models import JobState, ProcessingJob, Upload
from libitum.media.selectors.uploads import IN_PROGRESS
from libitum.ops.models import Worker
from libitum.ops.pulse import LIVES
from libitum.ops.selectors import upload_folder
from libitum.rights.dispute_letters import TRIED_FOR
from libitum.rights.gate.lease import UNDER_WAY
from libitum.rights.models import DisputeLetter, Run, TermsLetter
from libitum_verify.verdict import Refused

from . import families as named
from .families import Family

logger = logging.getLogger(__name__)

Numbers = dict[tuple[str, ...], float]
Found = Iterator[tuple[Family, Numbers]]
UNFINISHED = (JobState.WAITING, JobState.RUNNING, JobState.FAILED)
KINDS = ("upload", "picture", "stamped")
KIND = Case(
    *(When(**{f"{kind}__isnull": False}, then=Value(kind)) for kind in KINDS),
    output_field=CharField(),
)
LEASE_OVER = timedelta(minutes=1)


def age(moment: datetime | None, now: datetime) -> float:
    """In seconds; 0 where nothing waits, or not yet."""
    return max(0.0, (now - moment).total_seconds()) if moment is not None else 0.0


def jobs(now: datetime) -> Found:
    due = Q(state=JobState.WAITING, run_after__lte=now)
    rows = (
        ProcessingJob.objects.filter(state__in=UNFINISHED)
        .annotate(kind=KIND)
        .values("kind", "state")
        .annotate(
            number=Count("pk"),
            oldest=Min("run_after", filter=due),
            stale=Count("pk", filter=Q(state=JobState.RUNNING, lease_expires_at__lt=now - LEASE_OVER)),
        )
    )
    hearings = Hearing.objects.filter(state=State.WAITING, due_at__lte=now).aggregate(
        n=Count("pk"), oldest=Min("due_at")
    )
    numbers: Numbers = {(kind, state): 0 for kind in KINDS for state in UNFINISHED}
    ages: Numbers = dict.fromkeys(((kind,) for kind in KINDS), 0)
    stale: Numbers = dict(ages)
    for row in rows:
        numbers[row["kind"], row["state"]] = row["number"]
        ages[row["kind"],] = max(ages[row["kind"],], age(row["oldest"], now))
        stale[row["kind"],] += row["stale"]
    numbers["listening", JobState.WAITING] = hearings["n"]
    ages["listening",] = age(hearings["oldest"], now)
    yield named.JOBS, numbers
    yield named.JOBS_AGE, ages
    yield named.JOBS_STALE, stale


def tasks(now: datetime) -> Found:
    queues = settings.TASKS["default"]["QUEUES"]
    numbers: Numbers = dict.fromkeys(((queue,) for queue in queues), 0)
    ages: Numbers = dict(numbers)
    rows = DBTaskResult.objects.filter(status=TaskResultStatus.READY).order_by().values("queue_name")
    for row in rows.annotate(number=Count("pk"), oldest=Min("enqueued_at")):
        numbers[row["queue_name"],] = row["number"]
        ages[row["queue_name"],] = age(row["oldest"], now)
    yield named.TASKS, numbers
    yield named.TASKS_AGE, ages


def uploads(now: datetime) -> Found:
    rows = Upload.objects.filter(state__in=IN_PROGRESS).values("state")
    numbers: Numbers = {(state,): 0 for state in IN_PROGRESS}
    expected = 0
    for row in rows.annotate(number=Count("pk"), expected=Sum(F("length") - F("offset"))):
        numbers[row["state"],] = row["number"]
        expected += row["expected"]
    yield named.UPLOADS, numbers
    yield named.UPLOADS_EXPECTED, {(): expected}


def log(now: datetime) -> Found:
    try:
        newest = published_log().newest()
    except Refused:
        logger.exception("the log's checkpoint can't be read")
        yield named.LOG_CLOSED, {(): 1}
        return
    size = newest.size if newest else 0
    waiting = Entry.objects.filter(position=None).count() + positioned() - size
    yield named.LOG_ENTRIES, {(): size}
    yield named.LOG_WAITING, {(): waiting}
    yield named.LOG_CLOSED, {(): is_closed()}
    if newest is not None:
        signed = SignedCheckpoint.objects.filter(origin=newest.origin, size=size).values_list("signed_at", flat=True)
        if (moment := signed.first()) is not None:
            yield named.LOG_SIGNED, {(): moment.timestamp()}


def letters(now: datetime) -> Found:
    numbers: Numbers = {}
    again: Numbers = {}
    ages: Numbers = {}
    pending: dict[str, QuerySet[TermsLetter] | QuerySet[Letter]] = {
        "terms": TermsLetter.objects.filter(sent_at=None, claimed_at=None, due_at__isnull=False),
        "moderation": Letter.objects.filter(sent_at=None, due_at__isnull=False),
    }
    for kind, rows in pending.items():
        found = rows.aggregate(n=Count("pk"), again=Count("pk", filter=Q(attempts__gt=0)), oldest=Min("due_at"))
        numbers[kind,], again[kind,], ages[kind,] = found["n"], found["again"], age(found["oldest"], now)
    unsent = DisputeLetter.objects.filter(sent_at=None, written_at__gte=now - TRIED_FOR)
    disputes = unsent.aggregate(n=Count("pk"), oldest=Min("written_at"))
    numbers["dispute",], ages["dispute",] = disputes["n"], age(disputes["oldest"], now)
    yield named.LETTERS, numbers
    yield named.LETTERS_AGAIN, again
    yield named.LETTERS_AGE, ages


def moderation(now: datetime) -> Found:
    numbers: Numbers = {("no",): 0, ("yes",): 0}
    ages: Numbers = dict(numbers)
    rows = ModerationCase.objects.filter(waiting_since__isnull=False).order_by().values("urgent")
    for row in rows.annotate(number=Count("pk"), oldest=Min("waiting_since")):
        urgent = "yes" if row["urgent"] else "no"
        numbers[urgent,], ages[urgent,] = row["number"], age(row["oldest"], now)
    yield named.CASES, numbers
    yield named.CASES_AGE, ages


def gate(now: datetime) -> Found:
    yield named.GATE_OPEN, {(): Run.objects.filter(state__in=UNDER_WAY).count()}


def workers(now: datetime) -> Found:
    living = Q(seen_at__range=(now - LIVES, now + LIVES))
    seen = Worker.objects.aggregate(living=Count("pk", filter=living), newest=Max("seen_at"))
    yield named.WORKERS, {(): seen["living"]}
    if seen["newest"] is not None:
        yield named.WORKER_SEEN, {(): seen["newest"].timestamp()}


def database(now: datetime) -> Found:
    yield named.DATABASE_BYTES, {(): database_bytes()}


def database_bytes() -> int:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_database_size(current_database())")
            return int(cursor.fetchone()[0])
    name = str(connection.settings_dict["NAME"])
    files = [Path(f"{name}{ending}") for ending in ("", "-wal", "-shm")]
    return sum(file.stat().st_size for file in files if file.exists())


PARTS: tuple[Callable[[datetime], Found], ...] = (
    jobs,
    tasks,
    uploads,
    log,
    letters,
    moderation,
    gate,
    workers,
    database,
)


def state() -> Found:
    """Raises DatabaseError where there is none."""
    now = timezone.now()
    for part in PARTS:
        yield from part(now)


def machine() -> Found:
    """What is known without the database."""
    yield named.DISK_RESERVE, {(): settings.DISK_RESERVE_BYTES}
    try:
        usage = shutil.disk_usage(upload_folder())
    except OSError:
        logger.exception("the disk of the uploads can't be asked")
    else:
        yield named.DISK_FREE, {(): usage.free}
        yield named.DISK_SIZE, {(): usage.total}
    versions = (__version__, platform.python_version(), django.get_version(), connection.vendor)
    yield named.BUILD, {versions: 1}
