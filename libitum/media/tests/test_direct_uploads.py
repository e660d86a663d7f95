"""Recordings that go to the store part by part, and never through us."""

import hashlib
import json
import urllib.error
import urllib.request
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from libitum.accounts.models import User
from libitum.catalog.models import Artist
from libitum.media.models import Master, Original, Upload, UploadState
from libitum.media.parts import Part
from libitum.media.services import processing
from libitum.media.services.uploads import clear_incoming, clear_strays, direct
from libitum.media.storage import media

from .corpus import sounds
from .s3 import S3
from .scanners import FINDS, VIRUS, scanner
from .tus import Answer, Tus, program_of

LEAST = 64 * 1024


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a small recording has several; nanio takes them, others want 5 MiB."""
    monkeypatch.setattr(direct, "LEAST_PART", LEAST)


@pytest.fixture
def tus(bucket: S3, settings: Settings, alice: User, ada: Artist) -> Tus:
    settings.S3_DIRECT_UPLOADS = True
    return program_of(alice)


@pytest.fixture
def folder(settings: Settings, tmp_path: Path) -> Callable[[], None]:
    """Moves the instance there."""

    def move() -> None:
        settings.S3_DIRECT_UPLOADS = False
        media = {"BACKEND": "libitum.media.stores.folder.FolderStorage", "OPTIONS": {"location": tmp_path / "media"}}
        settings.STORAGES = {**settings.STORAGES, "media": media}

    return move


@pytest.fixture
def tone() -> bytes:
    return sounds.wav(1.0)


def ask(tus: Tus, method: str, path: str, body: object = None) -> Answer:
    data = json.dumps(body).encode() if body is not None else b""
    headers = {"Content-Type": "application/json"} if data else {}
    return tus.ask(method, path, headers, BytesIO(data), length=len(data), version=None)


def addresses(tus: Tus, where: str, *numbers: int) -> list[dict[str, Any]]:
    answer = ask(tus, "POST", f"{where}/parts", {"numbers": numbers})
    assert answer.status == 200, answer.content
    rows: list[dict[str, Any]] = answer.json
    return rows


def put(url: str, data: bytes) -> int:
    request = urllib.request.Request(url, data=data, method="PUT", headers={"Content-Type": ""})  # noqa: S310 -- of our store
    with urllib.request.urlopen(request) as response:  # noqa: S310
        status: int = response.status
        return status


def send(tus: Tus, content: bytes, *, but: int = 0) -> str:
    """All parts, or all but one."""
    created = tus.create(len(content), {"filename": "tone.wav"})
    where = created.where
    assert created.headers["Upload-Parts"] == f"{where}/parts"
    for number in range(1, -(-len(content) // LEAST) + 1):
        if number != but:
            (place,) = addresses(tus, where, number)
            start = (number - 1) * LEAST
            assert put(place["url"], content[start : start + place["size"]]) == 200
    return where


def upload_at(where: str) -> Upload:
    return Upload.objects.get(uid=where.rpartition("/")[2])


class TestAWholeRecording:
    def test_becomes_a_track_like_any_other(
        self, tus: Tus, tone: bytes, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
    ) -> None:
        where = send(tus, tone)
        assert ask(tus, "GET", f"{where}/parts").json["received"] == len(tone)
        assert ask(tus, "POST", f"{where}/complete").status == 202
        upload = upload_at(where)
        assert (upload.state, upload.offset) == (UploadState.RECEIVED, len(tone))
        assert not Part(upload.uid).path.exists()
        with django_capture_on_commit_callbacks(execute=True):
            processing.process_all()
        upload.refresh_from_db()
        assert (upload.state, upload.sha256) == (UploadState.ACCEPTED, hashlib.sha256(tone).hexdigest())
        assert Master.objects.get(upload=upload).current
        assert media().sha256_of(Original.objects.get().storage_name) == upload.sha256
        assert not Part(upload.uid).path.exists()
        assert clear_incoming() == 1
        assert list(media().names("incoming/")) == []

    def test_that_is_harmful_is_refused_and_nothing_of_it_stays(
        self,
        tus: Tus,
        tone: bytes,
        settings: Settings,
        tmp_path: Path,
        django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    ) -> None:
        settings.SCANNER = scanner(tmp_path, FINDS)
        where = send(tus, tone + VIRUS)
        assert ask(tus, "POST", f"{where}/complete").status == 202
        with django_capture_on_commit_callbacks(execute=True):
            processing.process_all()
        upload = upload_at(where)
        assert (upload.state, upload.reason) == (UploadState.REFUSED, "harmful")
        assert not Part(upload.uid).path.exists()
        assert clear_incoming() == 1
        assert list(media().names("")) == []

    def test_is_put_together_once(self, tus: Tus, tone: bytes) -> None:
        where = send(tus, tone)
        assert ask(tus, "POST", f"{where}/complete").status == 202
        again = ask(tus, "POST", f"{where}/complete")
        assert (again.status, again.json["code"]) == (409, "all-there")
        assert ask(tus, "GET", f"{where}/parts").json["code"] == "all-there"
        assert tus.head(where).offset == len(tone)

    def test_whose_answer_was_lost_goes_on(self, tus: Tus, tone: bytes) -> None:
        where = send(tus, tone)
        multipart = direct.sending(upload_at(where))
        multipart.complete(multipart.parts())
        assert ask(tus, "GET", f"{where}/parts").json["code"] == "all-there"
        assert upload_at(where).state == UploadState.RECEIVED


class TestParts:
    def test_that_are_missing_are_asked_for(self, tus: Tus, tone: bytes) -> None:
        where = send(tus, tone, but=2)
        answer = ask(tus, "POST", f"{where}/complete")
        assert (answer.status, answer.json["code"]) == (400, "incomplete")
        there = ask(tus, "GET", f"{where}/parts").json
        assert 2 not in there["parts"]
        assert (there["received"], there["part_size"]) == (len(tone) - LEAST, LEAST)
        (place,) = addresses(tus, where, 2)
        put(place["url"], tone[LEAST : 2 * LEAST])
        assert ask(tus, "POST", f"{where}/complete").status == 202

    def test_have_the_size_that_was_announced(self, tus: Tus, tone: bytes) -> None:
        """Else the store would hold what nobody's quota has room for."""
        where = tus.create(len(tone), {"filename": "tone.wav"}).where
        (place,) = addresses(tus, where, 1)
        with pytest.raises(urllib.error.HTTPError, match="403"):
            put(place["url"], tone[: LEAST + 1])
        assert ask(tus, "GET", f"{where}/parts").json["parts"] == []

    def test_outside_the_recording_have_no_address(self, tus: Tus, tone: bytes) -> None:
        where = tus.create(len(tone), {"filename": "tone.wav"}).where
        last = -(-len(tone) // LEAST)
        answer = ask(tus, "POST", f"{where}/parts", {"numbers": [1, last + 1]})
        assert (answer.status, answer.json["code"]) == (400, "wrong-part")
        assert addresses(tus, where, last)[0]["size"] == len(tone) - (last - 1) * LEAST

    def test_that_the_store_forgot_are_sent_another_way(self, tus: Tus, tone: bytes) -> None:
        where = send(tus, tone, but=1)
        direct.sending(upload_at(where)).abort()
        assert ask(tus, "POST", f"{where}/complete").json["code"] == "not-direct"
        assert tus.head(where).offset == 0
        assert tus.patch(where, tone, 0).status == 204


class TestTheOtherWay:
    def test_is_closed_once_one_is_taken(self, tus: Tus, tone: bytes) -> None:
        where = tus.create(len(tone), {"filename": "tone.wav"}).where
        addresses(tus, where, 1)
        answer = tus.patch(where, tone[:100], 0)
        assert (answer.status, answer.json["code"]) == (409, "not-through")
        other = tus.create(len(tone), {"filename": "other.wav"}).where
        assert tus.patch(other, tone[:100], 0).status == 204
        assert ask(tus, "POST", f"{other}/parts", {"numbers": [1]}).json["code"] == "not-through"

    def test_is_open_to_who_leaves_the_first(self, tus: Tus, tone: bytes) -> None:
        where = send(tus, tone, but=2)
        assert ask(tus, "DELETE", f"{where}/parts").status == 204
        assert "Upload-Parts" not in tus.head(where).headers
        assert tus.patch(where, tone, 0).status == 204
        assert upload_at(where).state == UploadState.RECEIVED

    @pytest.mark.usefixtures("ada")
    def test_is_the_only_one_where_media_lie_in_a_folder(self, alice: User, tone: bytes) -> None:
        program = program_of(alice)
        created = program.create(len(tone), {"filename": "tone.wav"})
        assert "Upload-Parts" not in created.headers
        for method, body in (("GET", None), ("POST", {"numbers": [1]}), ("DELETE", None)):
            answer = ask(program, method, f"{created.where}/parts", body)
            assert (answer.status, answer.json["code"]) == (409, "not-direct")


class TestGivenUp:
    def test_nothing_stays_in_the_store(self, tus: Tus, tone: bytes) -> None:
        where = send(tus, tone, but=2)
        multipart = direct.sending(upload_at(where))
        assert tus.ask("DELETE", where).status == 204
        assert clear_incoming() == 1
        with pytest.raises(FileNotFoundError):
            multipart.parts()
        assert clear_incoming() == 0

    def test_nor_where_its_owner_is_gone(self, tus: Tus, tone: bytes, alice: User) -> None:
        half, whole = send(tus, tone, but=2), send(tus, tone)
        begun = [direct.sending(upload_at(where)) for where in (half, whole)]
        begun[1].complete(begun[1].parts())
        assert clear_strays() == 0
        Upload.objects.filter(owner=alice).delete()
        assert clear_strays() == 2
        assert list(media().names("incoming/")) == []
        with pytest.raises(FileNotFoundError):
            begun[0].parts()
        assert clear_strays() == 0


class TestMediaThatMovedToAFolder:
    def test_it_goes_on_by_the_other_way(self, tus: Tus, tone: bytes, folder: Callable[[], None]) -> None:
        where = send(tus, tone, but=2)
        folder()
        assert "Upload-Parts" in tus.head(where).headers
        answer = ask(tus, "GET", f"{where}/parts")
        assert (answer.status, answer.json["code"]) == (409, "not-direct")
        assert "Upload-Parts" not in tus.head(where).headers
        assert tus.patch(where, tone, 0).status == 204

    def test_what_is_over_is_noted(self, tus: Tus, tone: bytes, folder: Callable[[], None]) -> None:
        where = send(tus, tone, but=2)
        tus.ask("DELETE", where)
        folder()
        assert (clear_incoming(), clear_incoming(), clear_strays()) == (1, 0, 0)


class TestAStoreThatIsAway:
    def test_is_said_in_a_sentence(self, tus: Tus, tone: bytes, settings: Settings) -> None:
        where = tus.create(len(tone), {"filename": "tone.wav"}).where
        options = {**settings.STORAGES["media"]["OPTIONS"], "endpoint_url": "http://127.0.0.1:9"}
        settings.STORAGES = {**settings.STORAGES, "media": {**settings.STORAGES["media"], "OPTIONS": options}}
        answer = ask(tus, "POST", f"{where}/parts", {"numbers": [1]})
        assert (answer.status, answer.json["code"], answer.headers["Retry-After"]) == (503, "store-away", "30")
        assert "127.0.0.1" not in answer.json["detail"]

    def test_makes_a_job_wait_and_not_fail(
        self,
        tus: Tus,
        tone: bytes,
        settings: Settings,
        django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    ) -> None:
        where = send(tus, tone)
        ask(tus, "POST", f"{where}/complete")
        there = settings.STORAGES
        options = {**there["media"]["OPTIONS"], "endpoint_url": "http://127.0.0.1:9"}
        settings.STORAGES = {**there, "media": {**there["media"], "OPTIONS": options}}
        assert processing.process_next()
        job = upload_at(where).job
        assert (job.state, job.reason, job.failures, job.attempts) == ("waiting", "store_away", 0, 0)
        settings.STORAGES = there
        type(job).objects.update(run_after=job.created_at)
        with django_capture_on_commit_callbacks(execute=True):
            processing.process_all()
        assert upload_at(where).state == UploadState.ACCEPTED
