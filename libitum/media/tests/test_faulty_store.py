"""A store that is overloaded, slow, cuts connections or returns other bytes: nothing is lost or spoilt."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone

from libitum.accounts.models import User
from libitum.catalog.models import Artist, Visibility
from libitum.catalog.services import update_track
from libitum.catalog.viewers import Viewer
from libitum.media.addresses import track_media
from libitum.media.models import JobState, Master, ProcessingJob, Stamped, Upload
from libitum.media.reasons import why_upload
from libitum.media.services import processing
from libitum.media.services.uploads import receive_file
from libitum.media.storage import media

from .corpus import sounds
from .faulty_store import Trouble, faulty
from .s3 import S3

# Of files and what is said of them: the database makes no difference.
pytestmark = [pytest.mark.of_sqlite, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def trouble(bucket: S3, settings: LazySettings) -> Iterator[Trouble]:
    with faulty(bucket.endpoint) as (endpoint, trouble):
        options = {**bucket.options, "endpoint_url": endpoint}
        faulty_media = {"BACKEND": "libitum.media.stores.s3.ObjectStorage", "OPTIONS": options}
        settings.STORAGES = {**settings.STORAGES, "media": faulty_media}
        yield trouble


@pytest.fixture
def upload(trouble: Trouble, alice: User, ada: Artist, tmp_path: Path) -> Upload:
    path = tmp_path / "song.wav"
    path.write_bytes(sounds.wav(1.0))
    return receive_file(actor=alice, artist=ada, path=path)


def due_again() -> None:
    ProcessingJob.objects.update(run_after=timezone.now())


def job_of(upload: Upload) -> ProcessingJob:
    upload.refresh_from_db()
    return ProcessingJob.objects.get(upload=upload)


def heard(upload: Upload) -> Master:
    """All of its set is there as its rows say."""
    assert job_of(upload).state == JobState.DONE
    master = Master.objects.get(current=True)
    assert media().sha256_of(master.original.storage_name) == master.original.sha256 == upload.sha256
    for rendition in master.renditions:
        assert media().size_of(f"{master.prefix}/{rendition['file']}") == rendition["size"]
    return master


def test_one_that_says_no_every_other_time_is_asked_again(trouble: Trouble, upload: Upload) -> None:
    trouble.busy = 2
    processing.process_all()
    assert trouble.refused > 5
    trouble.busy = -1
    heard(upload)


def test_one_that_is_overloaded_for_long_is_waited_for(trouble: Trouble, upload: Upload) -> None:
    trouble.busy = 0
    assert processing.process_next()
    job = job_of(upload)
    assert (job.state, job.reason, job.failures, job.attempts) == (JobState.WAITING, "store_away", 0, 0)
    assert "safe" in why_upload(upload)
    trouble.busy = -1
    due_again()
    processing.process_all()
    heard(upload)


def test_one_that_is_slow_is_only_slow(trouble: Trouble, upload: Upload) -> None:
    trouble.delay = 0.1
    processing.process_all()
    assert job_of(upload).attempts == 1
    heard(upload)


def test_one_that_cuts_connections_gives_everything_all_the_same(
    trouble: Trouble, upload: Upload, client: Client
) -> None:
    processing.process_all()
    master = heard(upload)
    track = master.track
    update_track(actor=track.artist.owner, track=track, visibility=Visibility.PUBLIC, rights_basis="holder")
    found = track_media(track, Viewer(), master)
    assert found is not None
    whole = b"".join(media().blocks(f"{master.prefix}/aac.mp4", 0, media().size(f"{master.prefix}/aac.mp4")))
    trouble.cut = True
    response = client.get(found.file("aac.mp4"))
    assert b"".join(response.streaming_content) == whole  # type: ignore[attr-defined]


def test_other_bytes_than_were_stored_go_into_nothing_that_is_made(trouble: Trouble, upload: Upload) -> None:
    processing.process_all()
    track = heard(upload).track
    trouble.changed = True
    update_track(actor=track.artist.owner, track=track, downloadable=True)
    assert processing.process_next()
    row = Stamped.objects.get()
    assert (row.prefix, ProcessingJob.objects.get(stamped=row).state) == ("", JobState.WAITING)
    trouble.changed = False
    due_again()
    processing.process_all()
    row.refresh_from_db()
    assert media().size_of(row.storage_name) == row.size
