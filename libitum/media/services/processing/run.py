"""What a worker does when it is woken."""

import errno
import logging
import time
from datetime import timedelta

from django.utils import timezone

from libitum.common.database import AWAY, mend, note
from libitum.media.engine.reasons import Refused
from libitum.media.engine.renditions import EncodingFailed
from libitum.media.engine.sandbox import Interrupted
from libitum.media.engine.stamp import StampingFailed
from libitum.media.models import JobState, MasterState, ProcessingJob
from libitum.media.scanner import ScannerAway
from libitum.media.signals import Ended, attempt_ended
from libitum.media.stores import StoreAway

from . import picture, sound, stamped
from .attempt import Attempt, LeaseLost, claim, end
from .problems import OUR_FAULT, STORE_AWAY, DiskFull, TryLater
from .queue import wake

logger = logging.getLogger(__name__)

# Errors of ours after which we stop trying by ourselves, and workers lost on the way (a restart loses one, too).
MOST_FAILURES = 4
MOST_ATTEMPTS = 40
DISK_FULL_WAIT = timedelta(minutes=2)
STORE_AWAY_WAIT = timedelta(seconds=30)
SCANNER_AWAY_WAIT = timedelta(minutes=1)
TRY_LATER_WAIT = timedelta(seconds=5)
FULL = (errno.ENOSPC, errno.EDQUOT)


def back_off(failures: int) -> timedelta:
    """10 seconds, 1 minute, 6 minutes, ..."""
    return timedelta(seconds=10 * 6 ** (failures - 1))


def process_next() -> bool:
    """Takes one job that is due through all its stages. False when there was none."""
    attempt = claim()
    if attempt is None:
        return False
    began = time.monotonic()
    try:
        with attempt:
            work_on(attempt)
    finally:
        wake()
    took = time.monotonic() - began
    ended = Ended(attempt.kind, attempt.outcome, attempt.reason, tuple(attempt.stages), took)
    attempt_ended.send_robust(sender=ProcessingJob, ended=ended)
    return True


def process_all() -> int:
    """Until nothing is due. Answers with the number of attempts."""
    count = 0
    while process_next():
        count += 1
    return count


def work_on(attempt: Attempt) -> None:
    try:
        job = attempt.mine.select_related("upload__track", "picture", "stamped__master__track").get()
        attempt.kind = "upload" if job.upload else "picture" if job.picture else "stamped"
        if job.attempts > MOST_ATTEMPTS:
            give_up(attempt)
            return
        if job.upload is not None:
            sound.process(attempt, job.upload)
        elif job.picture is not None:
            picture.process(attempt, job.picture)
        elif job.stamped is not None:
            stamped.process(attempt, job.stamped)
        attempt.end_stage(time.monotonic())
        attempt.outcome = "done"
    except (LeaseLost, ProcessingJob.DoesNotExist):
        logger.info("lease lost", extra={"job": attempt.job_pk, "fence": attempt.fence})
    except Exception as error:  # noqa: BLE001 -- whatever it was, the job must not be lost with it
        handle(attempt, error)


def handle(attempt: Attempt, error: Exception) -> None:
    """After an error: refuse, wait, try again, or give up."""
    mend()
    try:
        if isinstance(error, Refused):
            refuse(attempt, error)
        elif is_full(error):
            logger.error("disk full", extra={"job": attempt.job_pk})
            wait_for(attempt, DISK_FULL_WAIT, reason=DiskFull.code)
        elif isinstance(error, StoreAway):
            logger.error("store away", exc_info=error, extra={"job": attempt.job_pk})
            wait_for(attempt, STORE_AWAY_WAIT, reason=STORE_AWAY)
        elif isinstance(error, ScannerAway):
            logger.error("scanner away", exc_info=error, extra={"job": attempt.job_pk})
            wait_for_scanner(attempt, error)
        elif isinstance(error, AWAY):
            note(error)
            wait_for(attempt, TRY_LATER_WAIT, reason="")
        elif isinstance(error, TryLater | Interrupted):
            logger.info("interrupted", extra={"job": attempt.job_pk, "error": str(error)[:300]})
            postpone(attempt, TRY_LATER_WAIT)
        else:
            logger.error("processing failed", exc_info=error, extra={"job": attempt.job_pk, "fence": attempt.fence})
            fail(attempt)
    except LeaseLost:
        logger.info("lease lost", extra={"job": attempt.job_pk, "fence": attempt.fence})


def is_full(error: Exception) -> bool:
    """Ours, the storage's, or what ffmpeg says of it."""
    if isinstance(error, EncodingFailed | StampingFailed):
        return "No space left on device" in str(error)
    return isinstance(error, DiskFull) or (isinstance(error, OSError) and error.errno in FULL)


def refuse(attempt: Attempt, refusal: Refused) -> None:
    """The file is at fault: its owner is told why, and nobody tries again."""
    with attempt.publishing() as job:
        if job.upload is not None:
            sound.refuse(job.upload, refusal)
        elif job.picture is not None:
            picture.refuse(job.picture, refusal)
        end(job, JobState.DONE)
    attempt.outcome, attempt.reason = "refused", str(refusal.reason)


def wait_for(attempt: Attempt, wait: timedelta, *, reason: str) -> None:
    """Until the machine is well again, however long that takes: it counts neither as a failure nor as an attempt."""
    postpone(attempt, wait, reason=reason, attempts=-1)


def wait_for_scanner(attempt: Attempt, error: ScannerAway) -> None:
    """Where this file may be what stops the scanner, it must not come back for ever."""
    if error.over_file:
        fail(attempt, reason=ScannerAway.code)
    else:
        wait_for(attempt, SCANNER_AWAY_WAIT, reason=ScannerAway.code)


def postpone(attempt: Attempt, wait: timedelta, *, reason: str = "", failures: int = 0, attempts: int = 0) -> None:
    with attempt.publishing() as job:
        job.state, job.reason = JobState.WAITING, reason
        job.failures, job.attempts = job.failures + failures, job.attempts + attempts
        job.run_after, job.lease_owner, job.lease_expires_at = timezone.now() + wait, "", None
        job.save()
    attempt.outcome, attempt.reason = "postponed", reason or (OUR_FAULT if failures else "")


def fail(attempt: Attempt, *, reason: str = "") -> None:
    failures = attempt.mine.values_list("failures", flat=True).first()
    if failures is None:
        raise LeaseLost
    if failures + 1 >= MOST_FAILURES:
        give_up(attempt)
    else:
        postpone(attempt, back_off(failures + 1), reason=reason, failures=1)


def give_up(attempt: Attempt) -> None:
    """We could not do it. The bytes stay, and the owner can ask again."""
    with attempt.publishing() as job:
        job.reason = OUR_FAULT
        if job.upload is not None and (master := sound.master_of(job.upload)) is not None:
            master.state = MasterState.FAILED
            master.save(update_fields=["state"])
        end(job, JobState.FAILED)
    attempt.outcome, attempt.reason = "failed", OUR_FAULT
