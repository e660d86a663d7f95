"""Files on this machine go the way of anybody's."""

import hashlib
from pathlib import Path

import pytest
from django.conf import LazySettings

from libitum.accounts.models import User
from libitum.catalog.models import Artist, Track
from libitum.media.models import Upload, UploadState
from libitum.media.parts import Part
from libitum.media.services.uploads import UploadProblem, adopt_file, receive_file

DATA = b"a low drone " * 200_000


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "01_drone.flac"
    path.write_bytes(DATA)
    return path


def test_a_copy_is_received_and_its_work_queued(alice: User, ada: Artist, file: Path) -> None:
    upload = receive_file(actor=alice, artist=ada, path=file)
    assert (upload.state, upload.filename, upload.offset) == (UploadState.RECEIVED, "01_drone.flac", len(DATA))
    assert upload.sha256 == hashlib.sha256(DATA).hexdigest()
    assert upload.job
    assert Part(upload.uid).path.read_bytes() == DATA == file.read_bytes()


def test_the_same_limits_hold(alice: User, ada: Artist, file: Path, settings: LazySettings) -> None:
    settings.UPLOAD_MAX_BYTES = 10
    with pytest.raises(UploadProblem, match="at most"):
        receive_file(actor=alice, artist=ada, path=file)
    assert not Upload.objects.exists()
    assert not Track.objects.exists()


def test_somebody_elses_page_is_unknown(charlie: User, ada: Artist, file: Path) -> None:
    with pytest.raises(UploadProblem):
        receive_file(actor=charlie, artist=ada, path=file)


def test_a_file_that_cannot_be_read_leaves_nothing_behind(alice: User, ada: Artist, tmp_path: Path) -> None:
    with pytest.raises(OSError, match="directory"):
        receive_file(actor=alice, artist=ada, path=tmp_path)
    assert not Track.objects.exists()
    assert Upload.objects.get().state == UploadState.TERMINATED


def test_a_whole_file_of_the_form_is_moved(alice: User, song: Track, settings: LazySettings) -> None:
    path = Path(settings.UPLOAD_ROOT) / "form-1"
    path.parent.mkdir()
    path.write_bytes(DATA)
    upload = adopt_file(actor=alice, track=song, path=path, filename="drone.flac")
    upload.refresh_from_db()
    assert (upload.state, upload.track, path.exists()) == (UploadState.RECEIVED, song, False)
    assert Part(upload.uid).path.read_bytes() == DATA
