"""Which stamped files are wanted of a recording, by what holds for its track now."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone

from libitum.catalog.models import Track
from libitum.common.rounds import take
from libitum.media.models import JobState, Master, ProcessingJob, Stamped, StampedKind
from libitum.media.selectors.streams import audible
from libitum.media.stamps import digest_of
from libitum.policy import policy

from . import processing

AT_ONCE = 200
TRY_AGAIN_AFTER = timedelta(days=1)


def settle(track: Track) -> None:
    """Within the transaction that changes the track, its policy or its recording."""
    for master in audible().filter(track=track).prefetch_related("stamped"):
        settle_master(master, track)


def settle_master(master: Master, track: Track) -> None:
    digest = digest_of(track.policy)
    rows = {row.kind: row for row in master.stamped.all()}
    wanted = {StampedKind.DOWNLOAD: track.downloadable, StampedKind.PROGRESSIVE: digest != master.says}
    for kind, is_wanted in wanted.items():
        row = rows.get(kind)
        if is_wanted and (row is None or row.wanted != digest):
            want(master, kind, digest)
        elif row is not None and not is_wanted:
            drop(row)


def want(master: Master, kind: StampedKind, digest: str) -> None:
    """The job first, as whoever publishes takes it first, too; whoever works on it by what held before loses it."""
    row, _made = Stamped.objects.get_or_create(master=master, kind=kind, defaults={"wanted": digest})
    processing.enqueue_stamped(row)
    Stamped.objects.filter(pk=row.pk).update(wanted=digest)


def drop(row: Stamped) -> None:
    """With its newest file: whoever is publishing one at this moment is waited for."""
    list(ProcessingJob.objects.select_for_update().filter(stamped=row))
    for newest in Stamped.objects.filter(pk=row.pk):
        newest.delete()


def settle_the_rest() -> int:
    """What no signal told: another address of the instance, the clock, sets made before their files said anything."""
    masters = take(unsettled(), name="media.unsettled", count=AT_ONCE)
    for each in masters:
        with transaction.atomic():
            master = audible().select_related("track").prefetch_related("stamped").filter(pk=each.pk).first()
            if master is not None:
                settle_master(master, master.track)
    return len(masters)


def unsettled() -> "QuerySet[Master]":
    """`settle_master` would change something of these."""
    is_open = Q(track__in=Track.objects.open_to_everybody())
    opened, closed = Value(digest_of(policy(is_open=True))), Value(digest_of(policy()))
    masters = audible().annotate(digest=Case(When(is_open, then=opened), default=closed, output_field=CharField()))
    rows = Stamped.objects.filter(master=OuterRef("pk"))
    downloads, plain = rows.filter(kind=StampedKind.DOWNLOAD), rows.filter(kind=StampedKind.PROGRESSIVE)
    right = Q(wanted=OuterRef("digest"))
    offered, says_it = Q(track__downloadable=True), Q(says=F("digest"))
    missing = Q(offered & ~Exists(downloads.filter(right))) | Q(~says_it & ~Exists(plain.filter(right)))
    needless = Q(~offered & Exists(downloads)) | Q(says_it & Exists(plain))
    return masters.filter(missing | needless).order_by("pk")


def try_again() -> int:
    """What could not be made a day ago: nobody else would ask for it."""
    given_up = ProcessingJob.objects.filter(stamped__isnull=False, state=JobState.FAILED)
    old = given_up.filter(finished_at__lt=timezone.now() - TRY_AGAIN_AFTER)
    return old.update(state=JobState.WAITING, reason="", attempts=0, failures=0, run_after=timezone.now())
