"""What the database says at the moment of the question."""

import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from libitum.accounts.models import User
from libitum.analysis.tasks import listen
from libitum.catalog.models import Artist, Track
from libitum.catalog.services import create_track
from libitum.catalog.viewers import ANYBODY
from libitum.community.services import give_notice
from libitum.community.subjects import visible_subject
from libitum.ledger.guard import close
from libitum.ledger.log import published_log
from libitum.ledger.models import SignedCheckpoint
from libitum.ledger.publishing import heartbeat, make_key_once
from libitum.ledger.sequencer import sequence
from libitum.media.models import JobState, Original, ProcessingJob, Upload, UploadState
from libitum.media.tests.recordings import record
from libitum.ops.models import Measure, Worker
from libitum.ops.pulse import beat, clock_was_set_back, worker_seen
from libitum.ops.sweeps import measure_what_is_slow_to_count as measure
from libitum.rights.models import TermsLetter, TermsVersion

from .scraping import number, numbers, scrape, total

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def ago(**span: float) -> datetime:
    return timezone.now() - timedelta(**span)


def about(seconds: float) -> object:
    """A moment passes between a change and the question."""
    return pytest.approx(seconds, abs=20)


def upload(song: Track, **fields: object) -> Upload:
    return Upload.objects.create(owner=song.artist.owner, track=song, length=1000, **fields)


def job(song: Track, **fields: object) -> ProcessingJob:
    received = upload(song, state=UploadState.RECEIVED, offset=1000)
    return ProcessingJob.objects.create(upload=received, **fields)


def test_jobs_by_state_and_how_long_the_oldest_waits(song: Track) -> None:
    assert number("jobs", kind="upload", state="waiting") == 0
    assert number("jobs_oldest_due_age_seconds", kind="upload") == 0
    job(song, run_after=ago(minutes=10))
    job(song, run_after=ago(minutes=2))
    job(song, run_after=timezone.now() + MINUTE)
    job(song, state=JobState.FAILED, reason="our_fault")
    job(song, state=JobState.DONE)
    found = numbers()
    assert number("jobs", found, kind="upload", state="waiting") == 3
    assert number("jobs", found, kind="upload", state="failed") == 1
    assert total(found, "jobs", kind="upload") == 4
    assert number("jobs_oldest_due_age_seconds", found, kind="upload") == about(600)


def test_what_waits_for_its_time_is_not_late(song: Track) -> None:
    job(song, run_after=timezone.now() + MINUTE)
    assert number("jobs_oldest_due_age_seconds", kind="upload") == 0


def test_a_job_whose_worker_says_nothing_any_more(song: Track) -> None:
    job(song, state=JobState.RUNNING, lease_expires_at=ago(seconds=30))
    assert number("jobs_stale", kind="upload") == 0
    job(song, state=JobState.RUNNING, lease_expires_at=ago(minutes=3))
    assert number("jobs_stale", kind="upload") == 1


def test_calls_that_wait_for_a_worker(song: Track) -> None:
    before = number("tasks_ready", queue="analysis") or 0
    listen.enqueue()
    assert number("tasks_ready", queue="analysis") == before + 1
    assert number("tasks_oldest_ready_age_seconds", queue="analysis") == about(0)


def test_uploads_on_their_way_and_what_they_still_bring(song: Track) -> None:
    upload(song, offset=400)
    upload(song, offset=100)
    upload(song, state=UploadState.REFUSED)
    found = numbers()
    assert number("uploads", found, state="receiving") == 2
    assert number("uploads", found, state="received") == 0
    assert number("uploads_expected_bytes", found) == 1500


def test_workers_are_those_seen_in_the_last_minute() -> None:
    assert number("workers") == 0
    assert number("worker_seen_timestamp_seconds") is None
    beat()
    Worker.objects.create(name="elsewhere", seen_at=ago(seconds=30))
    Worker.objects.create(name="gone", seen_at=ago(minutes=2))
    assert number("workers") == 2
    assert number("worker_seen_timestamp_seconds") == about(time.time())
    Worker.objects.create(name="by a clock that is ahead", seen_at=ago(hours=-1))
    assert number("workers") == 2
    assert clock_was_set_back()
    beat()
    assert number("workers") == 2
    assert not clock_was_set_back()


def test_a_beat_of_another_clock_is_no_sign_of_life() -> None:
    Worker.objects.create(name="by a clock that is ahead", seen_at=ago(hours=-1))
    assert not worker_seen()
    assert number("workers") == 0


def test_the_log_grows_ages_and_closes() -> None:
    make_key_once()
    heartbeat()
    found = numbers()
    assert number("log_entries", found) == 0
    assert number("log_entries_waiting", found) == 1
    assert number("log_checkpoint_timestamp_seconds", found) is None
    sequence()
    found = numbers()
    newest = published_log().newest()
    assert newest is not None
    assert number("log_entries", found) == newest.size > 0
    assert number("log_entries_waiting", found) == 0
    assert number("log_closed", found) == 0
    assert number("log_checkpoint_timestamp_seconds", found) == about(time.time())
    SignedCheckpoint.objects.update(signed_at=ago(days=3))
    assert number("log_checkpoint_timestamp_seconds") == about(time.time() - 3 * 86_400)
    close(published_log(), "a test")
    assert number("log_closed") == 1


def test_a_checkpoint_that_can_not_be_read_is_told_as_a_closed_log() -> None:
    make_key_once()
    heartbeat()
    sequence()
    (published_log().root / "checkpoint").write_text("torn")
    found = numbers()
    assert number("log_closed", found) == 1
    assert number("log_entries", found) is None
    assert number("database_up", found) == 1


def test_a_disk_that_can_not_be_asked_hides_nothing_else(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "uploads").write_text("a file in the folder's place")
    found = numbers()
    assert number("disk_free_bytes", found) is None
    assert number("workers", found) == 0


def test_letters_of_the_terms_that_wait_fail_and_are_given_up(alice: User, bob: User, charlie: User) -> None:
    version, _ = TermsVersion.objects.get_or_create(number=77, defaults={"clause": {}})
    TermsLetter.objects.create(user=alice, version=version, due_at=ago(hours=2), attempts=1)
    TermsLetter.objects.create(user=bob, version=version, due_at=ago(minutes=1))
    TermsLetter.objects.create(user=charlie, version=version, due_at=None, attempts=6)
    found = numbers()
    assert number("letters_waiting", found, kind="terms") == 2
    assert number("letters_retried", found, kind="terms") == 1
    assert number("letters_oldest_due_age_seconds", found, kind="terms") == about(7200)
    measure()
    assert number("letters_given_up", kind="terms") == 1


def test_the_oldest_case_of_the_moderators(song: Track) -> None:
    subject = visible_subject(f"track:{song.uid}", ANYBODY)
    assert subject is not None
    words = {"explanation": "Why", "name": "Zoe", "email": "zoe@example.net", "language": "en", "good_faith": True}
    notice = give_notice(subject=subject, category="hate", **words)  # type: ignore[arg-type]
    type(notice.case).objects.update(waiting_since=ago(days=2))
    found = numbers()
    assert number("moderation_cases_waiting", found, urgent="yes") == 1
    assert number("moderation_oldest_case_age_seconds", found, urgent="yes") == about(2 * 86_400)
    assert number("moderation_cases_waiting", found, urgent="no") == 0
    assert "zoe" not in scrape()


def test_disk_reserve_database_and_build(settings: Settings) -> None:
    settings.DISK_RESERVE_BYTES = 12_345
    found = numbers()
    assert 0 < (number("disk_free_bytes", found) or 0) < (number("disk_size_bytes", found) or 0)
    assert number("disk_reserve_bytes", found) == 12_345
    assert (number("database_size_bytes", found) or 0) > 0 or connection.settings_dict["NAME"].startswith("file:")
    assert number("database_up", found) == 1
    assert total(found, "build_info", database=connection.vendor) == 1


def test_what_is_slow_to_count_is_measured_by_a_worker(song: Track, bob: User) -> None:
    assert number("accounts") is None
    upload(song, state=UploadState.REFUSED)
    measure()
    found = numbers()
    assert number("accounts", found) == User.objects.filter(is_active=True).count()
    assert number("tracks", found, visibility="public") == 1
    assert number("uploads_ended", found, state="refused") == 1
    assert number("ffmpeg_works", found) == 1
    assert number("figures_timestamp_seconds", found) == about(time.time())
    Track.objects.all().delete()
    measure()
    assert number("tracks", visibility="public") is None


def test_bytes_by_kind_are_those_of_the_database(song: Track) -> None:
    master = record(song)
    Original.objects.update(stored_at=timezone.now())
    measure()
    found = numbers()
    assert number("media_bytes", found, kind="original") == master.original.size
    assert number("media_bytes", found, kind="rendition") == sum(each["size"] for each in master.renditions)
    assert number("media_bytes", found, kind="stamped") == 0


def test_without_a_database_the_rest_is_told() -> None:
    def away(*_: object) -> None:
        raise OperationalError('connection to "db.internal" failed')

    with connection.execute_wrapper(away):
        text = scrape()
    found = numbers(text)
    assert number("database_up", found) == 0
    assert number("disk_free_bytes", found) is not None
    assert number("workers", found) is None
    assert "db.internal" not in text


def fill(ada: Artist, names: range) -> None:
    for n in names:
        track = create_track(actor=ada.owner, artist=ada, title=f"Work {n}", rights_basis="holder")
        job(track, run_after=ago(minutes=n))
        job(track, state=JobState.FAILED)
        upload(track)
        Worker.objects.create(name=f"worker {n}")
        Measure.objects.create(name="libitum_job_attempts", labels=f'{{"kind": "{n}"}}', value=n)


def queries_of_a_scrape() -> int:
    with CaptureQueriesContext(connection) as queries:
        scrape()
    return len(queries)


def test_a_scrape_costs_the_same_few_queries_however_much_there_is(ada: Artist) -> None:
    make_key_once()
    heartbeat()
    sequence()
    fill(ada, range(1))
    few = queries_of_a_scrape()
    fill(ada, range(1, 12))
    assert queries_of_a_scrape() == few <= 16
