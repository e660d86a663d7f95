"""What is too slow to count whenever somebody scrapes, as it reads whole tables: a worker does it now and then."""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import Any

from django.db import connection
from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from libitum.accounts.models import User
from libitum.catalog.models import Release, Track
from libitum.community.models import Letter
from libitum.media.models import Original, Stamped, Upload
from libitum.media.selectors.uploads import IN_PROGRESS
from libitum.ops.inspection import ffmpeg_runs
from libitum.rights.dispute_letters import TRIED_FOR
from libitum.rights.models import DisputeLetter, Run, TermsLetter, TurnedAway

from . import families as named
from .families import Family
from .measures import replace_figures

DAY = timedelta(days=1)
Numbers = Mapping[tuple[str, ...], float]

RENDITION_BYTES = {
    "postgresql": "SELECT SUM((one ->> 'size')::bigint) FROM media_master, jsonb_array_elements(renditions) AS one",
    "sqlite": "SELECT SUM(json_extract(one.value, '$.size')) FROM media_master, json_each(renditions) AS one",
}


def measure() -> None:
    replace_figures(list(figures()))  # counted before the transaction begins, which keeps others from writing


def figures() -> Iterator[tuple[Family, Numbers]]:
    for family, number in SINGLE.items():
        yield family, {(): number()}
    for family, (rows, column) in GROUPED.items():
        counted = rows().order_by().values_list(column).annotate(number=Count("pk"))
        yield family, {(str(value),): number for value, number in counted}
    yield named.MEDIA_BYTES, media_bytes()
    yield named.LETTERS_GIVEN_UP, letters_given_up()
    yield named.GATE_WORKS, works_decided()


def failed_calls() -> QuerySet[Any]:
    return DBTaskResult.objects.filter(status=TaskResultStatus.FAILED, finished_at__gte=timezone.now() - 2 * DAY)


SINGLE: dict[Family, Callable[[], float]] = {
    named.MEASURED_AT: lambda: timezone.now().timestamp(),
    named.ACCOUNTS: lambda: User.objects.filter(is_active=True).count(),
    named.UPLOADS_DAY: lambda: Upload.objects.filter(received_at__gte=timezone.now() - DAY).count(),
    named.FFMPEG: lambda: ffmpeg_runs() is None,
}
GROUPED: dict[Family, tuple[Callable[[], QuerySet[Any]], str]] = {
    named.TRACKS: (Track.objects.all, "visibility"),
    named.RELEASES: (Release.objects.all, "visibility"),
    named.UPLOADS_ENDED: (lambda: Upload.objects.exclude(state__in=IN_PROGRESS), "state"),
    named.FAILED_TASKS: (failed_calls, "task_path"),
    named.GATE_RUNS: (Run.objects.all, "state"),
    named.TURNED_AWAY: (TurnedAway.objects.all, "why"),
}


def media_bytes() -> Numbers:
    """Pictures are not among them: nobody has written down their sizes."""
    with connection.cursor() as cursor:
        cursor.execute(RENDITION_BYTES[connection.vendor])
        renditions = cursor.fetchone()[0]
    stored = Original.objects.filter(stored_at__isnull=False)
    return {
        ("original",): stored.aggregate(bytes=Sum("size"))["bytes"] or 0,
        ("rendition",): renditions or 0,
        ("stamped",): Stamped.objects.aggregate(bytes=Sum("size"))["bytes"] or 0,
    }


def letters_given_up() -> Numbers:
    """Those of the terms that a worker was killed with may have gone out, and are not sent again."""
    old = timezone.now() - TRIED_FOR
    terms = Q(claimed_at=None, due_at=None) | Q(claimed_at__lt=old)
    return {
        ("terms",): TermsLetter.objects.filter(terms, sent_at=None).count(),
        ("moderation",): Letter.objects.filter(sent_at=None, due_at=None).count(),
        ("dispute",): DisputeLetter.objects.filter(sent_at=None, written_at__lt=old).count(),
    }


def works_decided() -> Numbers:
    sums = Run.objects.aggregate(allowed=Sum("allowed"), refused=Sum("refused"))
    return {(decision,): sums[decision] or 0 for decision in ("allowed", "refused")}
