"""Who may work on a job, and whose results count."""

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import NoReturn

import pytest
from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from libitum.accounts.models import User
from libitum.catalog.models import Artist
from libitum.media.engine import sandbox
from libitum.media.engine.renditions import EncodingFailed, make_renditions
from libitum.media.models import JobState, Leftover, MasterState, ProcessingJob, Stage, Upload, UploadState
from libitum.media.parts import Part
from libitum.media.reasons import why_upload
from libitum.media.services import processing
from libitum.media.services.processing import attempt, owners, run, sound
from libitum.media.services.processing.workspace import remove_dead_workspaces, root
from libitum.media.services.uploads import create_upload, receive_file

from .clock import Clock, clock
from .corpus import sounds

__all__ = ["clock"]  # a fixture


@pytest.fixture
def upload(alice: User, ada: Artist, tmp_path: Path) -> Upload:
    path = tmp_path / "song.wav"
    path.write_bytes(sounds.wav(0.3))
    return receive_file(actor=alice, artist=ada, path=path)


@pytest.fixture
def job(upload: Upload) -> ProcessingJob:
    return upload.job


def claim() -> attempt.Attempt:
    claimed = attempt.claim()
    assert claimed is not None
    return claimed


def abandon(job: ProcessingJob) -> None:
    """Its worker has not been heard of for longer than its lease."""
    ProcessingJob.objects.filter(pk=job.pk).update(lease_expires_at=timezone.now() - timedelta(seconds=1))


def due_again(job: ProcessingJob) -> None:
    ProcessingJob.objects.filter(pk=job.pk).update(run_after=timezone.now())


def failing(error: Exception) -> Callable[..., NoReturn]:
    def fail(*_args: object, **_kwargs: object) -> NoReturn:
        raise error

    return fail


def test_one_worker_has_it(job: ProcessingJob) -> None:
    assert claim().job_pk == job.pk
    assert attempt.claim() is None


def test_an_abandoned_job_is_taken_over_and_the_former_worker_hears_of_it(job: ProcessingJob) -> None:
    former = claim()
    abandon(job)
    latter = claim()
    assert latter.fence == former.fence + 1
    with pytest.raises(attempt.LeaseLost):
        former.report(Stage.ENCODING)
    with pytest.raises(attempt.LeaseLost), former.publishing():
        pytest.fail("it must not publish")
    with latter.publishing() as held:
        assert held.pk == job.pk


def test_a_worker_that_slept_through_its_lease_publishes_nothing(
    job: ProcessingJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It wakes with all renditions made, while another one has already begun."""

    def sleep_meanwhile(*args: object, **kwargs: object) -> object:
        made = make_renditions(*args, **kwargs)  # type: ignore[arg-type]
        abandon(job)
        claim()
        return made

    monkeypatch.setattr(sound, "make_renditions", sleep_meanwhile)
    assert processing.process_next()
    job.refresh_from_db()
    assert job.state == JobState.RUNNING  # the other one's
    assert job.upload is not None
    assert job.upload.master.state == MasterState.PROCESSING
    assert not job.upload.master.current


def test_its_files_are_known_as_leftovers(job: ProcessingJob, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processing.publish, "take_place", failing(RuntimeError("killed here")))
    processing.process_next()
    job.refresh_from_db()
    assert job.upload is not None
    (leftover,) = Leftover.objects.all()
    assert leftover.prefix == f"masters/{job.upload.master.uid}/1"
    monkeypatch.undo()
    due_again(job)
    processing.process_next()
    job.refresh_from_db()
    assert job.state == JobState.DONE
    assert list(Leftover.objects.values_list("prefix", flat=True)) == [leftover.prefix]


def test_the_lease_is_renewed_while_nothing_can_be_told(job: ProcessingJob, monkeypatch: pytest.MonkeyPatch) -> None:
    held = claim()
    abandon(job)
    held._renew()
    job.refresh_from_db()
    assert job.lease_expires_at is not None
    assert job.lease_expires_at > timezone.now() + attempt.LEASE / 2


class TestErrorsOfOurs:
    def test_are_tried_again_later_and_later(self, job: ProcessingJob, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sound, "examine", failing(RuntimeError("our mistake")))
        waits = []
        for _ in range(run.MOST_FAILURES - 1):
            due_again(job)
            assert processing.process_next()
            job.refresh_from_db()
            assert job.state == JobState.WAITING
            waits.append((job.run_after - timezone.now()).total_seconds())
        assert waits == sorted(waits)
        assert waits[0] > 5

    def test_end_in_words_and_lose_nothing(self, job: ProcessingJob, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sound, "examine", failing(RuntimeError("our mistake")))
        for _ in range(run.MOST_FAILURES):
            due_again(job)
            processing.process_next()
        job.refresh_from_db()
        assert job.state == JobState.FAILED
        assert job.upload is not None
        assert "our fault" in why_upload(job.upload)
        assert Part(job.upload.uid).path.stat().st_size == job.upload.length

    def test_can_be_tried_again_by_its_owner(
        self, job: ProcessingJob, alice: User, bob: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sound, "make_renditions", failing(EncodingFailed("our mistake")))
        for _ in range(run.MOST_FAILURES):
            due_again(job)
            processing.process_next()
        job.refresh_from_db()
        assert job.upload is not None
        assert job.upload.master.state == MasterState.FAILED
        monkeypatch.undo()
        with pytest.raises(PermissionDenied):
            processing.retry(actor=bob, job=job)
        processing.retry(actor=alice, job=job)
        processing.process_all()
        job.refresh_from_db()
        assert job.state == JobState.DONE

    def test_are_not_tried_for_ever_when_they_kill_the_worker(self, job: ProcessingJob) -> None:
        for _ in range(run.MOST_ATTEMPTS):
            claim()
            abandon(job)
        processing.process_next()
        job.refresh_from_db()
        assert (job.state, job.reason) == (JobState.FAILED, "our_fault")

    def test_of_a_deleted_track_are_cleared_away(
        self, job: ProcessingJob, upload: Upload, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sound, "examine", failing(RuntimeError("our mistake")))
        for _ in range(run.MOST_FAILURES):
            due_again(job)
            processing.process_next()
        monkeypatch.undo()
        assert upload.track is not None
        upload.track.delete()
        assert processing.release_orphans() == 1
        processing.process_all()
        upload.refresh_from_db()
        assert upload.state == UploadState.TERMINATED


@pytest.mark.parametrize(
    "error",
    [
        sandbox.Interrupted("ffmpeg ended with status -9"),
        OperationalError("database is locked"),
        InterfaceError("the connection is closed"),
    ],
)
def test_what_passes_by_itself_is_no_failure_however_often(
    error: Exception, job: ProcessingJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sound, "examine", failing(error))
    for _ in range(run.MOST_FAILURES + 1):
        due_again(job)
        assert processing.process_next()
        job.refresh_from_db()
        assert (job.state, job.failures, job.reason) == (JobState.WAITING, 0, "")
    monkeypatch.undo()
    due_again(job)
    processing.process_next()
    job.refresh_from_db()
    assert job.state == JobState.DONE


class TestClockSetBack:
    """What another clock has noted is not waited for."""

    def test_a_waiting_job_is_due(self, job: ProcessingJob) -> None:
        ProcessingJob.objects.filter(pk=job.pk).update(run_after=timezone.now() + timedelta(hours=1))
        assert attempt.claim() is None
        assert processing.distrust_the_clock() == 1
        assert claim().job_pk == job.pk

    def test_a_lease_ends_as_if_taken_now(self, job: ProcessingJob) -> None:
        held = claim()
        ProcessingJob.objects.filter(pk=job.pk).update(lease_expires_at=timezone.now() + timedelta(hours=1))
        assert processing.distrust_the_clock() == 1
        job.refresh_from_db()
        assert job.lease_expires_at is not None
        assert job.lease_expires_at <= timezone.now() + attempt.LEASE
        with held.publishing():  # who lives has lost nothing
            pass

    def test_a_pause_of_ours_stays(self, job: ProcessingJob) -> None:
        longest = run.back_off(run.MOST_FAILURES - 1)
        ProcessingJob.objects.filter(pk=job.pk).update(run_after=timezone.now() + longest)
        assert processing.distrust_the_clock() == 0

    def test_the_recording_begun_later_is_meant(self, upload: Upload, alice: User, clock: Clock) -> None:
        clock.pass_by(hours=-1)
        assert upload.track is not None
        newer = create_upload(actor=alice, length=10, track=upload.track)
        assert newer.created_at > upload.created_at


@pytest.mark.parametrize(
    "error", [OSError(errno.ENOSPC, "No space left on device"), EncodingFailed("av_write: No space left on device")]
)
def test_a_full_disk_waits_and_says_so(error: Exception, job: ProcessingJob, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sound, "make_renditions", failing(error))
    processing.process_next()
    job.refresh_from_db()
    assert (job.state, job.failures) == (JobState.WAITING, 0)
    assert job.upload is not None
    assert "disk is full" in why_upload(job.upload)
    monkeypatch.undo()
    due_again(job)
    processing.process_next()
    job.refresh_from_db()
    assert job.state == JobState.DONE


def test_work_that_would_fill_the_disk_is_not_begun(job: ProcessingJob, settings: pytest.FixtureRequest) -> None:
    settings.DISK_RESERVE_BYTES = 1 << 60  # type: ignore[attr-defined]
    processing.process_next()
    job.refresh_from_db()
    assert (job.state, job.reason) == (JobState.WAITING, "disk_full")


class TestOwners:
    def test_this_process_is_here(self) -> None:
        assert not owners.is_gone(owners.this_process())

    def test_a_process_that_ended_is_gone(self) -> None:
        code = "from libitum.media.services.processing.owners import this_process; print(this_process())"
        command = [sys.executable, "-c", f"import django; django.setup()\n{code}"]
        owner = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
        assert owner.startswith(owners.machine())
        assert owners.is_gone(owner)

    def test_a_number_used_again_is_somebody_else(self) -> None:
        place, _, _started = owners.this_process().rpartition("/")
        assert owners.is_gone(f"{place}/1")

    @pytest.mark.parametrize("owner", ["", "elsewhere/1/2/3/4", "nonsense"])
    def test_of_other_machines_nothing_is_known(self, owner: str) -> None:
        assert not owners.is_gone(owner)

    def test_jobs_of_the_gone_are_free_at_once(self, job: ProcessingJob) -> None:
        claim()
        assert processing.revive() == 0
        place, _, _started = owners.this_process().rpartition("/")
        ProcessingJob.objects.filter(pk=job.pk).update(lease_owner=f"{place}/1")
        assert processing.revive() == 1
        assert claim().fence == 2


@pytest.mark.usefixtures("job")
class TestCalls:
    def calls(self) -> int:
        return DBTaskResult.objects.filter(status=TaskResultStatus.READY).count()

    def test_there_is_one_for_each_job(self) -> None:
        assert self.calls() == 1
        assert processing.wake() == 0

    def test_a_lost_one_is_made_again(self) -> None:
        DBTaskResult.objects.update(status=TaskResultStatus.RUNNING)  # for ever: its worker was killed
        assert processing.wake() == 1
        assert self.calls() == 1

    def test_nothing_to_do_calls_nobody(self) -> None:
        claim()
        DBTaskResult.objects.all().delete()
        assert processing.wake() == 0

    def test_old_ones_are_forgotten(self) -> None:
        DBTaskResult.objects.update(status=TaskResultStatus.RUNNING, enqueued_at=timezone.now() - timedelta(days=3))
        assert processing.forget_calls() == 1


def test_folders_of_killed_attempts_are_removed(job: ProcessingJob) -> None:
    held = claim()
    alive, dead = root() / f"{held.job_pk}.{held.fence}", root() / f"{held.job_pk}.7"
    for folder in (alive, dead):
        folder.mkdir(parents=True)
        (folder / "half").write_bytes(b"a")
    assert remove_dead_workspaces() == 0  # young
    for folder in (alive, dead):
        os.utime(folder, (0, 0))
    assert remove_dead_workspaces() == 1
    assert alive.exists()
    assert not dead.exists()
