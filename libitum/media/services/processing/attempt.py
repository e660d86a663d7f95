"""One worker's hold on one job."""

import contextlib
import logging
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from types import TracebackType
from typing import Self

from django.db import DatabaseError, connection, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from libitum.common.database import mend
from libitum.media.models import JobState, ProcessingJob, Stage

from .owners import this_process

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=30)
HEARTBEAT_SECONDS = 8.0
REPORT_SECONDS = 1.0


class LeaseLost(Exception):  # noqa: N818 -- a state of things
    """Another worker has taken the job over, or the job is gone: nothing of this attempt may count any more."""


def due() -> QuerySet[ProcessingJob]:
    """Jobs that somebody should take now, oldest first."""
    now = timezone.now()
    waiting = Q(state=JobState.WAITING, run_after__lte=now)
    abandoned = Q(state=JobState.RUNNING, lease_expires_at__lt=now)
    return ProcessingJob.objects.filter(waiting | abandoned).order_by("run_after", "pk")


def claim() -> "Attempt | None":
    """Takes the oldest job that is due. Of several workers that see it, the one that raises its fence has it."""
    for job in due().only("pk", "fence")[:50]:
        won = (
            due()
            .filter(pk=job.pk, fence=job.fence)
            .update(
                state=JobState.RUNNING,
                stage=Stage.NONE,
                progress=0,
                reason="",
                fence=F("fence") + 1,
                attempts=F("attempts") + 1,
                lease_owner=this_process(),
                lease_expires_at=timezone.now() + LEASE,
            )
        )
        if won:
            return Attempt(job.pk, job.fence + 1)
    return None


@dataclass
class Attempt:
    """As a context it keeps the lease alive from a thread of its own."""

    job_pk: int
    fence: int
    lost: threading.Event = field(default_factory=threading.Event)
    _ended: threading.Event = field(default_factory=threading.Event)
    _reported: float = 0.0
    _stage: str = Stage.NONE
    _since: float = 0.0
    # What has become of it, for `attempt_ended`.
    kind: str = ""
    outcome: str = "lost"
    reason: str = ""
    stages: list[tuple[str, float]] = field(default_factory=list)
    _thread: threading.Thread | None = None

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=self._beat, daemon=True, name="lease")
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        if self._thread is not None:
            self._thread.join()

    @property
    def mine(self) -> QuerySet[ProcessingJob]:
        return ProcessingJob.objects.filter(pk=self.job_pk, fence=self.fence, state=JobState.RUNNING)

    def _beat(self) -> None:
        try:
            while not self._ended.wait(HEARTBEAT_SECONDS):
                self._renew()
        finally:
            connection.close()

    def _renew(self, **fields: object) -> None:
        try:
            held = self.mine.update(lease_expires_at=timezone.now() + LEASE, **fields)
        except DatabaseError:  # away or busy: the lease has time left, and publishing asks again anyway
            logger.warning("lease not renewed", exc_info=True)
            mend()  # or it would never be renewed again, even where the database is back at once
            return
        if not held:
            self.lost.set()

    def report(self, stage: Stage, part: float = 0.0) -> None:
        """Says where the work is (`part`: 0 to 1), at most once a second; raises LeaseLost."""
        if self.lost.is_set():
            raise LeaseLost
        now = time.monotonic()
        if stage == self._stage and now - self._reported < REPORT_SECONDS:
            return
        if stage != self._stage:
            self.end_stage(now)
        self._stage, self._reported = stage, now
        self._renew(stage=stage, progress=round(100 * part))
        if self.lost.is_set():
            raise LeaseLost

    def end_stage(self, now: float) -> None:
        if self._stage:
            self.stages.append((str(self._stage), now - self._since))
        self._since = now

    @contextlib.contextmanager
    def publishing(self) -> Iterator[ProcessingJob]:
        """A transaction in which this attempt is known to hold the job, or LeaseLost."""
        with transaction.atomic():
            job = self.mine.select_for_update().first()
            if job is None:
                raise LeaseLost
            yield job


def end(job: ProcessingJob, state: JobState) -> None:
    """Within `publishing`: nobody holds it any more."""
    job.state, job.finished_at = state, timezone.now()
    job.lease_owner, job.lease_expires_at = "", None
    job.save()
