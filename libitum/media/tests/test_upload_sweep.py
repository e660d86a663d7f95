"""What nobody goes on with is cleared away; what somebody might go on with stays."""

import os
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.utils import timezone

from libitum.catalog.models import Track
from libitum.media.models import Upload, UploadState
from libitum.media.parts import Part
from libitum.media.services.uploads import sweep

from .tus import Tus

pytestmark = pytest.mark.django_db(transaction=True)


def only_part() -> Part:
    return Part(Upload.objects.get().uid)


def age(path: Path) -> None:
    then = time.time() - 7200
    os.utime(path, (then, then))


def test_an_expired_upload_goes_with_its_bytes_and_its_untouched_draft(tus: Tus) -> None:
    where = tus.create(10).where
    tus.patch(where, b"abc", 0)
    Upload.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    path = only_part().path
    assert sweep() == 1
    assert Upload.objects.get().state == UploadState.EXPIRED
    assert not path.exists()
    assert not Track.objects.exists()
    assert tus.head(where).status == 410


def test_an_upload_in_its_time_stays(tus: Tus) -> None:
    where = tus.create(10).where
    tus.patch(where, b"abc", 0)
    age(only_part().path)
    assert sweep() == 0
    assert tus.head(where).offset == 3


@pytest.mark.parametrize("state", [UploadState.RECEIVED, UploadState.CHECKING])
def test_bytes_that_wait_for_the_worker_stay(tus: Tus, state: UploadState) -> None:
    where = tus.create(3).where
    tus.patch(where, b"abc", 0)
    Upload.objects.update(state=state)
    age(only_part().path)
    sweep()
    assert only_part().path.read_bytes() == b"abc"


def test_an_upload_whose_track_was_deleted_is_given_up(tus: Tus) -> None:
    tus.patch(tus.create(10).where, b"abc", 0)
    Track.objects.all().delete()
    path = only_part().path
    sweep()
    assert Upload.objects.get().state == UploadState.TERMINATED
    assert not path.exists()


def test_a_last_byte_nobody_noted_is_found(tus: Tus) -> None:
    tus.create(3)
    with only_part().write() as writer:
        writer.append(b"abc")
    sweep()
    upload = Upload.objects.get()
    assert upload.state == UploadState.RECEIVED
    assert upload.job


def test_old_files_that_nobody_knows_go_and_young_ones_stay(tus: Tus, settings: LazySettings) -> None:
    root = Path(settings.UPLOAD_ROOT)
    root.mkdir()
    for name in ("old.part", "old.writer", "form-old", "young.part"):
        (root / name).write_bytes(b"abc")
    for name in ("old.part", "old.writer", "form-old"):
        age(root / name)
    assert sweep() == 3
    assert [path.name for path in root.iterdir()] == ["young.part"]


def test_sweeping_before_anything_was_uploaded_does_nothing(db: None) -> None:
    assert sweep() == 0
