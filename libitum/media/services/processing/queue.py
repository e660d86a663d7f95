"""Putting jobs up, waking workers for them, finding those whose worker is gone."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from libitum.accounts.models import User
from libitum.media.models import JobState, PictureUpload, ProcessingJob, Stamped, Upload, UploadState

from .attempt import LEASE, due
from .owners import is_gone, this_process

# More workers than this are not woken at once; each wakes the next when it is done.
MOST_CALLS = 16
CALLS_KEPT = timedelta(days=2)
# Longer than anything is ever put off, and far longer than a lease: beyond it a time was noted by another clock.
FARTHEST = timedelta(minutes=10)


def call_worker() -> None:
    from libitum.media.tasks import work  # noqa: PLC0415 -- the task runs what is defined here

    work.enqueue()


def enqueue(upload: Upload) -> ProcessingJob:
    """Within the transaction in which the upload is RECEIVED."""
    job = ProcessingJob.objects.create(upload=upload)
    call_worker()
    return job


def enqueue_picture(picture: PictureUpload) -> ProcessingJob:
    job = ProcessingJob.objects.create(picture=picture)
    call_worker()
    return job


def enqueue_stamped(row: Stamped) -> None:
    """Anew, whatever has become of it: whoever works on it by what held before loses it here and publishes nothing."""
    again = {"state": JobState.WAITING, "reason": "", "attempts": 0, "failures": 0, "run_after": timezone.now()}
    free = {"lease_owner": "", "lease_expires_at": None, "finished_at": None}
    if not ProcessingJob.objects.filter(stamped=row).update(fence=F("fence") + 1, **again, **free):
        ProcessingJob.objects.create(stamped=row)
    call_worker()


def wake() -> int:
    """Calls as many workers as there is work for, counting those already called. Answers with the new calls."""
    from libitum.media.tasks import work  # noqa: PLC0415

    waiting = due()[:MOST_CALLS].count()
    called = DBTaskResult.objects.filter(task_path=work.module_path, status=TaskResultStatus.READY).count()
    for _missing in range(waiting - called):
        work.enqueue()
    return max(0, waiting - called)


def revive() -> int:
    """Frees the jobs of processes that are known to be gone, without waiting for their leases to end."""
    running = ProcessingJob.objects.filter(state=JobState.RUNNING).values_list("pk", "fence", "lease_owner")
    gone = [Q(pk=pk, fence=fence) for pk, fence, owner in running if is_gone(owner)]
    past = timezone.now() - timedelta(seconds=1)
    return sum(ProcessingJob.objects.filter(one, state=JobState.RUNNING).update(lease_expires_at=past) for one in gone)


def let_go() -> int:
    """Frees what this process held when it lost the database: it works on none of it any more."""
    mine = ProcessingJob.objects.filter(state=JobState.RUNNING, lease_owner=this_process())
    return mine.update(lease_expires_at=timezone.now() - timedelta(seconds=1))


def distrust_the_clock() -> int:
    """After a clock was set back: what waits for a time that is far off is due, and leases end as if taken now.

    Whoever lives and holds such a lease renews it long before.
    """
    now = timezone.now()
    waiting = ProcessingJob.objects.filter(state=JobState.WAITING, run_after__gt=now + FARTHEST)
    held = ProcessingJob.objects.filter(state=JobState.RUNNING, lease_expires_at__gt=now + FARTHEST)
    return waiting.update(run_after=now) + held.update(lease_expires_at=now + LEASE)


def release_orphans() -> int:
    """Failed jobs whose track was deleted since: one more attempt finds that out and clears away the bytes."""
    orphans = ProcessingJob.objects.filter(
        state=JobState.FAILED, upload__track=None, upload__state__in=(UploadState.RECEIVED, UploadState.CHECKING)
    )
    return orphans.update(state=JobState.WAITING, attempts=0, failures=0, run_after=timezone.now())


def forget_calls() -> int:
    """Calls answered long ago, and those that a killed worker can't answer any more."""
    from libitum.media.tasks import work  # noqa: PLC0415

    calls = DBTaskResult.objects.filter(task_path=work.module_path).exclude(status=TaskResultStatus.READY)
    return calls.filter(enqueued_at__lt=timezone.now() - CALLS_KEPT).delete()[0]


@transaction.atomic
def retry(*, actor: User, job: ProcessingJob) -> None:
    """Begin again after a failure of ours; the bytes are still there. Does nothing for a job that hasn't failed."""
    thing = job.upload or job.picture
    if thing is None or thing.owner_id != actor.pk:
        raise PermissionDenied(_("Only the person who sent it can do this."))
    again = ProcessingJob.objects.filter(pk=job.pk, state=JobState.FAILED).exclude(reason="")
    if again.update(state=JobState.WAITING, reason="", attempts=0, failures=0, run_after=timezone.now()):
        call_worker()


@transaction.atomic
def retry_failed(*, actor: User) -> int:
    """All jobs that failed by our fault begin again, whoever's they are; how many. For operators, who know why."""
    if not actor.is_staff:
        raise PermissionDenied(_("Only who runs the site can do this."))
    failed = ProcessingJob.objects.filter(state=JobState.FAILED).exclude(reason="")
    again = failed.update(state=JobState.WAITING, reason="", attempts=0, failures=0, run_after=timezone.now())
    if again:
        call_worker()
    return again
