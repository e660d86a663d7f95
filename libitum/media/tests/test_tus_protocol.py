"""What holds for every request, and how an upload ends without its bytes."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.conf import LazySettings
from django.utils import timezone

from libitum.catalog.models import Track
from libitum.catalog.services import update_track
from libitum.media.models import Upload, UploadState
from libitum.media.parts import Part

from .tus import COLLECTION, Tus


@pytest.fixture
def where(tus: Tus) -> str:
    return tus.create(100).where


def test_options_tells_what_we_can_to_anybody(db: None, settings: LazySettings) -> None:
    settings.UPLOAD_MAX_BYTES = 1234
    answer = Tus().ask("OPTIONS", COLLECTION, version=None)
    assert answer.status == 204
    assert answer.headers["Tus-Version"] == answer.headers["Tus-Resumable"] == "1.0.0"
    assert answer.headers["Tus-Max-Size"] == "1234"
    extensions = answer.headers["Tus-Extension"].split(",")
    assert {"creation", "checksum", "expiration", "termination"} <= set(extensions)
    assert answer.headers["Tus-Checksum-Algorithm"] == "sha256,sha1,md5"


@pytest.mark.parametrize("version", [None, "0.2.2", "2.0.0"])
@pytest.mark.parametrize("method", ["POST", "HEAD", "PATCH", "DELETE"])
def test_another_version_is_refused(tus: Tus, where: str, version: str | None, method: str) -> None:
    path = COLLECTION if method == "POST" else where
    answer = tus.ask(method, path, {"Upload-Length": "5", "Upload-Offset": "0"}, length=0, version=version)
    assert (answer.status, answer.headers["Tus-Version"]) == (412, "1.0.0")
    assert Upload.objects.get().state == UploadState.RECEIVING


@pytest.mark.parametrize(("method", "path"), [("PUT", COLLECTION), ("DELETE", COLLECTION), ("PUT", "item")])
def test_unknown_methods_are_refused(tus: Tus, where: str, method: str, path: str) -> None:
    answer = tus.ask(method, where if path == "item" else path, length=0)
    assert (answer.status, "GET" in answer.headers["Allow"]) == (405, True)


def test_clients_that_cannot_patch_say_so(tus: Tus, where: str) -> None:
    headers = {"Upload-Offset": "0", "Content-Type": "application/offset+octet-stream"}
    answer = tus.ask("POST", where, {**headers, "X-HTTP-Method-Override": "PATCH"}, BytesIO(b"abc"), length=3)
    assert (answer.status, answer.offset) == (204, 3)
    assert tus.ask("POST", where, {"X-HTTP-Method-Override": "DELETE"}, length=0).status == 204


def test_there_is_nothing_where_nothing_was_made(tus: Tus) -> None:
    for path in ("/api/v1/uploads/aaaaaaaaaaaaaaaa", "/api/v1/uploads/x"):
        assert tus.head(path).status == 404
        assert tus.patch(path, b"", 0).status == 404
        assert tus.ask("DELETE", path).status == 404
        assert tus.ask("GET", path).status == 404


@pytest.mark.django_db(transaction=True)
def test_giving_up_deletes_the_bytes_and_the_untouched_draft(tus: Tus, where: str) -> None:
    tus.patch(where, b"abc", 0)
    path = Part(Upload.objects.get().uid).path
    assert path.exists()
    assert tus.ask("DELETE", where).status == 204
    assert not path.exists()
    assert not Track.objects.exists()
    assert Upload.objects.get().state == UploadState.TERMINATED
    for answer in (tus.head(where), tus.patch(where, b"x", 3)):
        assert answer.status == 410
        assert "Upload-Offset" not in answer.headers
    assert tus.ask("DELETE", where).status == 204


def test_a_draft_somebody_worked_on_stays(tus: Tus, where: str) -> None:
    track = Track.objects.get()
    update_track(actor=track.artist.owner, track=track, description="For E.")
    tus.ask("DELETE", where)
    assert Track.objects.get().description == "For E."


def test_a_track_that_was_there_before_stays(tus: Tus, song: Track) -> None:
    where = tus.create(10, {"track": song.uid}).where
    tus.ask("DELETE", where)
    assert Track.objects.get() == song


def test_what_has_arrived_cannot_be_given_up(tus: Tus, where: str) -> None:
    tus.patch(where, b"x" * 100, 0)
    answer = tus.ask("DELETE", where)
    assert (answer.status, answer.json["code"]) == (409, "all-there")
    assert Upload.objects.get().state == UploadState.RECEIVED


def test_expired_is_gone_before_anybody_sweeps(tus: Tus, where: str) -> None:
    tus.patch(where, b"abc", 0)
    Upload.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert tus.head(where).status == 410
    answer = tus.patch(where, b"x", 3)
    assert (answer.status, "expired" in answer.json["detail"]) == (410, True)


def test_every_arrival_counts_the_time_anew(tus: Tus, where: str) -> None:
    soon = timezone.now() + timedelta(minutes=1)
    Upload.objects.update(expires_at=soon)
    tus.patch(where, b"abc", 0)
    expires = Upload.objects.get().expires_at
    assert expires is not None
    assert expires > soon + timedelta(days=1)
