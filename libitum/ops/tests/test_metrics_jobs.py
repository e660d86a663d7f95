"""What workers add up, wherever they run: attempts, stages, and the time until something can be heard."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from libitum.accounts.models import User
from libitum.catalog.models import Artist
from libitum.media.models import ProcessingJob, Upload
from libitum.media.parts import Part
from libitum.media.services import processing
from libitum.media.services.uploads import receive_file
from libitum.media.tests.corpus import sounds
from libitum.ops.metrics.families import PUBLISHED, STAGES
from libitum.ops.metrics.measures import add, observed

from .scraping import number, numbers, total

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


@pytest.fixture
def send(alice: User, ada: Artist, tmp_path: Path) -> Callable[[bytes], Upload]:
    def receive(data: bytes) -> Upload:
        path = tmp_path / "song.wav"
        path.write_bytes(data)
        return receive_file(actor=alice, path=path, artist=ada)

    return receive


@pytest.fixture
def work(django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> Callable[[], None]:
    def all_that_is_due() -> None:
        with django_capture_on_commit_callbacks(execute=True):
            processing.process_all()

    return all_that_is_due


def test_a_recording_on_its_way_to_being_heard(send: Callable[[bytes], Upload], work: Callable[[], None]) -> None:
    upload = send(sounds.wav())
    Upload.objects.filter(pk=upload.pk).update(received_at=timezone.now() - 40 * SECOND)
    work()
    found = numbers()
    assert number("job_attempts_total", found, kind="upload", outcome="done", reason="") == 1
    for stage in ("hashing", "checking", "encoding", "publishing"):
        assert number("job_stage_duration_seconds_count", found, stage=stage) == 1
    assert number("job_stage_duration_seconds_sum", found, stage="encoding") == pytest.approx(30, abs=30)
    assert number("upload_publish_duration_seconds_count", found) == 1
    assert number("upload_publish_duration_seconds_sum", found) == pytest.approx(70, abs=30)
    assert number("upload_publish_duration_seconds_bucket", found, le="30.0") == 0
    assert number("upload_publish_duration_seconds_bucket", found, le="300.0") == 1


def test_a_file_at_fault_is_counted_by_its_reason(send: Callable[[bytes], Upload], work: Callable[[], None]) -> None:
    send(b"no sound at all" * 100)
    work()
    found = numbers()
    assert number("job_attempts_total", found, kind="upload", outcome="refused", reason="not_audio") == 1
    assert number("upload_publish_duration_seconds_count", found) == 0


def test_our_own_failures_are_counted_until_we_give_up(
    send: Callable[[bytes], Upload], work: Callable[[], None]
) -> None:
    Part(send(sounds.wav()).uid).path.unlink()
    for _ in range(4):
        ProcessingJob.objects.update(run_after=timezone.now() - SECOND)
        work()
    found = numbers()
    assert number("job_attempts_total", found, kind="upload", outcome="postponed", reason="our_fault") == 3
    assert number("job_attempts_total", found, kind="upload", outcome="failed", reason="our_fault") == 1
    assert number("jobs", found, kind="upload", state="failed") == 1
    assert total(found, "job_stage_duration_seconds_count") == 0


def test_buckets_hold_all_that_is_smaller_and_their_own_end() -> None:
    for seconds in (0.05, 0.1, 0.3, 1, 4000):
        add(observed(STAGES, seconds, "encoding"))
    add([*observed(PUBLISHED, 7), *observed(PUBLISHED, 7)])
    found = numbers()
    buckets = {end: number("job_stage_duration_seconds_bucket", found, stage="encoding", le=end) for end in ENDS}
    assert buckets == {"0.1": 2, "0.5": 3, "1.0": 4, "3600.0": 4, "+Inf": 5}
    assert number("job_stage_duration_seconds_count", found, stage="encoding") == 5
    assert number("job_stage_duration_seconds_sum", found, stage="encoding") == pytest.approx(4001.45)
    assert number("upload_publish_duration_seconds_count", found) == 2


ENDS = ("0.1", "0.5", "1.0", "3600.0", "+Inf")
