"""What staff see first: what needs them, in sentences with what to do."""

import shutil
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from libitum.accounts.models import User
from libitum.catalog.models import Artist, Track
from libitum.catalog.services import create_track
from libitum.catalog.viewers import ANYBODY
from libitum.community.models import Case
from libitum.community.services import give_notice
from libitum.community.subjects import visible_subject
from libitum.ledger.guard import close
from libitum.ledger.log import published_log
from libitum.ledger.models import SignedCheckpoint
from libitum.ledger.publishing import heartbeat, make_key_once
from libitum.ledger.sequencer import sequence
from libitum.media.models import JobState, ProcessingJob, Upload, UploadState
from libitum.media.services.processing import retry_failed
from libitum.ops.models import Measure, Worker
from libitum.ops.pulse import beat
from libitum.ops.sweeps import measure_what_is_slow_to_count as measure
from libitum.rights.gate.registering import register_own_engines
from libitum.rights.models import TermsLetter, TermsVersion

NOTHING = "Nothing. Everything this site needs is there"


@pytest.fixture
def in_order(settings: Settings, tmp_path: Path, db: None) -> None:
    """An instance that has all it needs."""
    settings.HOME = tmp_path / "home"
    settings.HOME.mkdir(mode=0o700)
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    (settings.STATIC_ROOT / "staticfiles.json").write_text("{}")
    settings.DISK_RESERVE_BYTES = 0
    register_own_engines()
    make_key_once()
    heartbeat()
    sequence()
    beat()
    measure()


pytestmark = pytest.mark.usefixtures("in_order")


def ago(**span: float) -> datetime:
    return timezone.now() - timedelta(**span)


def page(client: Client) -> str:
    response = client.get("/operator")
    assert response.status_code == 200
    return response.content.decode()


def failed_job(track: Track) -> ProcessingJob:
    upload = Upload.objects.create(owner=track.artist.owner, track=track, length=9, state=UploadState.RECEIVED)
    ended = {"state": JobState.FAILED, "reason": "our_fault", "attempts": 4, "stage": "encoding"}
    return ProcessingJob.objects.create(upload=upload, finished_at=ago(hours=3), **ended)


def test_for_everybody_else_it_is_not_there(client: Client, as_alice: Client) -> None:
    for stranger in (client, as_alice):
        assert stranger.get("/operator").status_code == 404
        assert stranger.post("/operator/jobs/retry").status_code == 404


def test_where_all_is_well_it_says_so(as_mona: Client) -> None:
    assert NOTHING in page(as_mona)


def test_a_worker_that_is_gone(as_mona: Client) -> None:
    Worker.objects.update(seen_at=ago(minutes=2))
    said = page(as_mona)
    assert NOTHING not in said
    assert "No worker has been seen for a minute" in said
    assert "LIBITUM_WORKERS=1" in said


def test_what_check_finds_stands_there_too(as_mona: Client, settings: Settings) -> None:
    settings.HOME.chmod(0o755)
    settings.KEY_WAIT_HOURS = 1
    (settings.STATIC_ROOT / "staticfiles.json").unlink()
    said = page(as_mona)
    assert f"may look into {settings.HOME}" in said
    assert "who steals a mailbox" in said
    assert "The static files are missing" in said


def test_a_release_whose_tables_are_missing(as_mona: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'catalog'")
    assert "lacks tables of this release" in page(as_mona)


def test_files_that_wait_for_the_virus_scanner(as_mona: Client, song: Track) -> None:
    failed_job(song)
    ProcessingJob.objects.update(state=JobState.WAITING, reason="scanner_away", run_after=ago(minutes=-1))
    said = page(as_mona)
    assert "1 file waits, as the virus scanner does not answer." in said
    assert "libitum check" in said


def test_failed_jobs_can_be_begun_again(as_mona: Client, song: Track) -> None:
    job = failed_job(song)
    said = page(as_mona)
    assert "1 job has failed, and it is our fault. What was sent is safe." in said
    assert f"<code>{job.pk}</code>" in said
    assert "First light" not in said
    answer = as_mona.post("/operator/jobs/retry", follow=True).content.decode()
    job.refresh_from_db()
    assert (job.state, job.attempts, job.reason) == (JobState.WAITING, 0, "")
    assert "1 job begins again." in answer
    assert "has failed" not in answer


def test_where_none_has_failed_any_more_it_says_so(as_mona: Client) -> None:
    assert "There is no failed job any more." in as_mona.post("/operator/jobs/retry", follow=True).content.decode()


def test_only_staff_begins_other_peoples_jobs_again(alice: User, song: Track) -> None:
    failed_job(song)
    with pytest.raises(PermissionDenied):
        retry_failed(actor=alice)
    assert ProcessingJob.objects.get().state == JobState.FAILED


def test_jobs_that_wait_too_long_and_jobs_whose_worker_is_silent(as_mona: Client, song: Track) -> None:
    job = failed_job(song)
    ProcessingJob.objects.update(state=JobState.WAITING, reason="", run_after=ago(minutes=14))
    assert NOTHING in page(as_mona)
    ProcessingJob.objects.update(run_after=ago(minutes=40))
    assert "The oldest job has waited for its turn for 40 minutes." in page(as_mona)
    ProcessingJob.objects.filter(pk=job.pk).update(state=JobState.RUNNING, lease_expires_at=ago(minutes=5))
    assert "1 job is held by a worker that says nothing any more." in page(as_mona)


def test_a_disk_that_comes_near_its_reserve(as_mona: Client, settings: Settings, tmp_path: Path) -> None:
    disk = shutil.disk_usage(tmp_path)
    settings.DISK_RESERVE_BYTES = disk.free - disk.total // 50
    assert "new uploads are refused." in page(as_mona)
    assert "less than the reserve" not in page(as_mona)
    settings.DISK_RESERVE_BYTES = 2**62
    assert "less than the reserve" in page(as_mona)


def test_a_log_that_is_closed_comes_first(as_mona: Client, song: Track) -> None:
    failed_job(song)
    close(published_log(), "A restore is not finished.")
    said = page(as_mona)
    assert "The transparency log takes nothing up: A restore is not finished." in said
    assert said.index("takes nothing up") < said.index("has failed")


def test_a_log_whose_checkpoint_is_torn(as_mona: Client) -> None:
    (published_log().root / "checkpoint").write_text("torn")
    assert "The transparency log takes nothing up" in page(as_mona)


def test_a_log_that_is_old(as_mona: Client) -> None:
    SignedCheckpoint.objects.update(signed_at=ago(days=3))
    assert "The newest checkpoint of the log is 3 days old" in page(as_mona)


def test_letters_that_fail_wait_and_are_given_up(as_mona: Client, alice: User, bob: User) -> None:
    version, _ = TermsVersion.objects.get_or_create(number=77, defaults={"clause": {}})
    TermsLetter.objects.create(user=alice, version=version, due_at=ago(hours=2), attempts=1)
    TermsLetter.objects.create(user=bob, version=version, due_at=None, attempts=6)
    measure()
    said = page(as_mona)
    assert "1 letter could not be sent so far." in said
    assert "A letter has waited for 2 hours." in said
    assert "1 letter is not tried any more." in said
    assert "alice@" not in said


def test_cases_of_the_moderators_that_wait(as_mona: Client, song: Track) -> None:
    subject = visible_subject(f"track:{song.uid}", ANYBODY)
    assert subject is not None
    words = {"explanation": "Why", "name": "Zoe", "email": "zoe@example.net", "language": "en", "good_faith": True}
    give_notice(subject=subject, category="hate", **words)  # type: ignore[arg-type]
    assert NOTHING in page(as_mona)
    Case.objects.update(waiting_since=ago(hours=6))
    assert "An urgent case has waited for 6 hours." in page(as_mona)
    Case.objects.update(urgent=False)
    assert NOTHING in page(as_mona)
    Case.objects.update(waiting_since=ago(days=5))
    assert "The oldest case of the moderators has waited for 5 days." in page(as_mona)


def test_what_a_worker_found_of_ffmpeg_and_of_its_clock(as_mona: Client) -> None:
    Measure.objects.filter(name="libitum_ffmpeg_works").update(value=0)
    Measure.objects.filter(name="libitum_figures_timestamp_seconds").update(value=ago(hours=1).timestamp())
    said = page(as_mona)
    assert "ffmpeg does not run on a worker" in said
    assert "hasn&#x27;t been done for half an hour" in said


def test_how_much_there_is(as_mona: Client, song: Track) -> None:
    measure()
    said = " ".join(page(as_mona).split())
    assert "<dt>Tracks</dt> <dd>1</dd>" in said
    assert "<dt>Workers</dt> <dd>1</dd>" in said
    assert "<dt>Database</dt>" in said


def test_it_costs_the_same_however_much_there_is(as_mona: Client, ada: Artist) -> None:
    def queries(works: range) -> int:
        for n in works:
            track = create_track(actor=ada.owner, artist=ada, title=f"Work {n}", rights_basis="holder")
            failed_job(track)
            Worker.objects.create(name=f"worker {n}")
        with CaptureQueriesContext(connection) as found:
            page(as_mona)
        return len(found)

    page(as_mona)  # the first visit notes in the session that she was here
    assert queries(range(1)) == queries(range(1, 10))
