"""Uploading without scripts, receipts, and whose they are."""

import html
import re
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from libitum.accounts.models import User
from libitum.catalog.models import Artist, Track
from libitum.catalog.services import create_artist
from libitum.ledger.publishing import heartbeat, make_key_once
from libitum.ledger.selectors import log_state, pin
from libitum.ledger.services import publish_now
from libitum.media.models import JobState, Upload, UploadState
from libitum.media.parts import Part
from libitum.media.services.uploads import create_upload, receive_file

WAV = b"RIFF....WAVE" * 5000


def recording(name: str = "dusk.wav", data: bytes = WAV) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, "audio/wav")


def form(artist: Artist, *files: SimpleUploadedFile) -> dict[str, object]:
    return {"artist": artist.uid, "file": list(files), "end": "1"}


@pytest.fixture
def received(alice: User, ada: Artist, tmp_path: Path) -> Upload:
    path = tmp_path / "dusk.wav"
    path.write_bytes(WAV)
    return receive_file(actor=alice, artist=ada, path=path)


def stray_files(settings: LazySettings) -> list[str]:
    return [path.name for path in Path(settings.UPLOAD_ROOT).glob("form-*")]


def test_who_is_not_signed_in_is_asked_to(client: Client, db: None) -> None:
    for address in ("/upload", "/my/uploads", "/my/import"):
        answer = client.get(address)
        assert (answer.status_code, "/accounts/login/" in answer["Location"]) == (302, True)


def test_who_has_no_name_chooses_one_first(as_bob: Client, bob: User) -> None:
    assert 'name="name"' in as_bob.get("/upload").content.decode()
    assert as_bob.post("/upload/name", {"name": "Bo"})["Location"] == "/upload"
    assert bob.artists.get().name == "Bo"
    assert 'type="file"' in as_bob.get("/upload").content.decode()


def test_a_name_that_cannot_be_is_refused_in_words(as_bob: Client) -> None:
    page = as_bob.post("/upload/name", {"name": " "}, follow=True)
    assert "message is-error" in page.content.decode()


def test_a_form_with_a_recording_leads_to_its_receipt(as_alice: Client, ada: Artist, settings: LazySettings) -> None:
    answer = as_alice.post("/upload", form(ada, recording("Après l'été.wav")))
    upload = Upload.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/my/uploads/{upload.uid}")
    assert (upload.state, upload.filename, upload.length) == (UploadState.RECEIVED, "Après l'été.wav", len(WAV))
    assert Part(upload.uid).path.read_bytes() == WAV
    assert Track.objects.get().title == "Après l'été"
    assert stray_files(settings) == []


def test_several_recordings_lead_to_the_list(as_alice: Client, ada: Artist) -> None:
    answer = as_alice.post("/upload", form(ada, recording("a.wav"), recording("b.wav", b"b" * 100)))
    assert answer["Location"] == "/my/uploads"
    assert Upload.objects.filter(state=UploadState.RECEIVED).count() == 2


def test_a_form_that_was_cut_off_keeps_nothing(as_alice: Client, ada: Artist, settings: LazySettings) -> None:
    """A lost connection looks like the end of the body: what stands last is missing."""
    whole = BytesIO()
    whole.write(b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.wav"\r\n\r\n' + WAV)
    answer = as_alice.generic("POST", "/upload", whole.getvalue(), "multipart/form-data; boundary=x")
    assert (answer.status_code, "connection ended" in answer.content.decode()) == (422, True)
    assert not Upload.objects.exists()
    assert stray_files(settings) == []


@pytest.mark.parametrize(
    ("limit", "value", "status", "said"),
    [
        ("UPLOAD_MAX_BYTES", 1000, 413, "at most"),
        ("QUOTA_BYTES", 1000, 413, "left"),
        ("DISK_RESERVE_BYTES", 2**60, 507, "disk is full"),
    ],
)
def test_what_is_too_much_is_refused_in_words(  # noqa: PLR0917 - pytest passes what is named
    ada: Artist, settings: LazySettings, limit: str, value: int, status: int, said: str
) -> None:
    setattr(settings, limit, value)
    client = Client()
    client.force_login(ada.owner)
    answer = client.post("/upload", form(ada, recording()))
    assert (answer.status_code, said in answer.content.decode()) == (status, True)
    assert not Upload.objects.exists()
    assert stray_files(settings) == []


def test_an_empty_choice_and_an_empty_file_are_refused(as_alice: Client, ada: Artist) -> None:
    assert "Choose a recording first" in as_alice.post("/upload", form(ada)).content.decode()
    answer = as_alice.post("/upload", form(ada, recording(data=b"")))
    assert answer.status_code in (400, 422)
    assert not Upload.objects.exists()


def test_the_form_needs_its_token(alice: User, ada: Artist, settings: LazySettings) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice)
    assert client.post("/upload", form(ada, recording())).status_code == 403
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', client.get("/upload").content.decode())
    assert token is not None
    sent = {"csrfmiddlewaretoken": token[1], **form(ada, recording())}
    assert client.post("/upload", sent).status_code == 302
    assert stray_files(settings) == []


def test_a_better_recording_goes_to_its_track(as_alice: Client, ada: Artist, song: Track) -> None:
    page = as_alice.get(f"/upload?track={song.uid}").content.decode()
    assert song.title in page
    assert f'data-track="{song.uid}"' in page
    as_alice.post(f"/upload?track={song.uid}", form(ada, recording()))
    assert Upload.objects.get().track == song
    assert Track.objects.count() == 1


def test_somebody_elses_track_is_not_there(as_charlie: Client, charlie: User, song: Track) -> None:
    carlo = create_artist(actor=charlie, name="Carlo")
    assert as_charlie.get(f"/upload?track={song.uid}").status_code == 404
    assert as_charlie.post(f"/upload?track={song.uid}", form(carlo, recording())).status_code == 404
    assert not Upload.objects.exists()


def test_the_receipt_says_what_came_and_when(as_alice: Client, received: Upload) -> None:
    page = as_alice.get(f"/my/uploads/{received.uid}").content.decode()
    for fact in ("dusk.wav", received.sha256, "60000 bytes", received.uid, "All of it received"):
        assert fact in page
    assert received.uid in as_alice.get("/my/uploads").content.decode()


def test_the_receipt_shows_what_the_log_had_signed(as_alice: Client, ada: Artist, tmp_path: Path) -> None:
    path = tmp_path / "dusk.wav"
    path.write_bytes(WAV)
    before = receive_file(actor=ada.owner, artist=ada, path=path)
    make_key_once()
    heartbeat()
    publish_now()
    path.write_bytes(WAV + b"!")
    after = receive_file(actor=ada.owner, artist=ada, path=path)
    page = as_alice.get(f"/my/uploads/{after.uid}").content.decode()
    assert log_state().root in page
    assert html.escape(pin()) in page
    assert "libitum-verify receipt" in page
    assert "had not signed anything yet" in as_alice.get(f"/my/uploads/{before.uid}").content.decode()
    begun = create_upload(actor=ada.owner, artist=ada, length=10, filename="begun.wav")
    assert "as soon as all of the file has arrived" in as_alice.get(f"/my/uploads/{begun.uid}").content.decode()


@pytest.mark.parametrize("path", ["", "/progress"])
def test_other_peoples_receipts_are_not_there(as_charlie: Client, as_mona: Client, received: Upload, path: str) -> None:
    for somebody in (as_charlie, as_mona):
        assert somebody.get(f"/my/uploads/{received.uid}{path}").status_code == 404
        assert received.uid not in somebody.get("/my/uploads").content.decode()


@pytest.mark.parametrize("act", ["give-up", "retry"])
def test_other_peoples_uploads_cannot_be_touched(as_charlie: Client, received: Upload, act: str) -> None:
    assert as_charlie.post(f"/my/uploads/{received.uid}/{act}").status_code == 404
    received.refresh_from_db()
    assert received.state == UploadState.RECEIVED


def test_progress_shows_the_stage_until_it_is_ready(as_alice: Client, received: Upload) -> None:
    received.job.stage, received.job.progress, received.job.state = "encoding", 40, JobState.RUNNING
    received.job.save()
    page = as_alice.get(f"/my/uploads/{received.uid}/progress").content.decode()
    assert "data-moving" in page
    assert 'aria-current="step"' in page
    assert "40" in page
    Upload.objects.update(state=UploadState.ACCEPTED)
    assert "data-moving" in as_alice.get(f"/my/uploads/{received.uid}/progress").content.decode()
    received.job.state = JobState.DONE
    received.job.save()
    page = as_alice.get(f"/my/uploads/{received.uid}/progress").content.decode()
    assert "Ready to be heard" in page
    assert "data-moving" not in page


def test_a_refusal_says_why_and_what_to_do(as_alice: Client, received: Upload) -> None:
    Upload.objects.update(state=UploadState.REFUSED, reason="playlist", reason_details={"format": "M3U"})
    page = as_alice.get(f"/my/uploads/{received.uid}/progress").content.decode()
    assert "playlist" in page
    assert received.track is not None
    assert f"/upload?track={received.track.uid}" in page


def test_a_failure_of_ours_can_be_tried_again(as_alice: Client, received: Upload) -> None:
    received.job.state, received.job.reason = JobState.FAILED, "our_fault"
    received.job.save()
    page = as_alice.get(f"/my/uploads/{received.uid}").content.decode()
    assert f"/my/uploads/{received.uid}/retry" in page
    as_alice.post(f"/my/uploads/{received.uid}/retry")
    received.job.refresh_from_db()
    assert received.job.state == JobState.WAITING


def test_what_was_begun_is_shown_and_can_be_given_up(as_alice: Client, alice: User, ada: Artist) -> None:
    upload = create_upload(actor=alice, artist=ada, length=1000, filename="begun.wav")
    page = as_alice.get("/upload").content.decode()
    assert "begun.wav" in page
    answer = as_alice.post(f"/my/uploads/{upload.uid}/give-up", follow=True)
    assert "was given up" in answer.content.decode()
    assert "begun.wav" not in as_alice.get("/upload").content.decode()
    assert "have arrived already" not in answer.content.decode()


def test_what_has_arrived_cannot_be_given_up(as_alice: Client, received: Upload) -> None:
    answer = as_alice.post(f"/my/uploads/{received.uid}/give-up", follow=True)
    assert "have arrived already" in answer.content.decode()


def test_names_of_files_are_shown_and_never_obeyed(as_alice: Client, alice: User, ada: Artist) -> None:
    create_upload(actor=alice, artist=ada, length=10, filename="<script>alert(1)</script>.wav")
    for address in ("/upload", "/my/uploads"):
        assert "<script>alert(1)" not in as_alice.get(address).content.decode()


@pytest.mark.parametrize("number", [1, 25])
def test_the_list_costs_the_same_whatever_its_length(
    as_alice: Client, alice: User, ada: Artist, number: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(number):
        create_upload(actor=alice, artist=ada, length=10)
    as_alice.get("/my/uploads")  # notes where the session is used
    with django_assert_max_num_queries(8):
        assert as_alice.get("/my/uploads").status_code == 200
    with django_assert_max_num_queries(9):
        assert as_alice.get("/upload").status_code == 200


def test_words_for_scripts_come_in_the_language_of_the_page(as_alice: Client) -> None:
    answer = as_alice.get("/upload/words").json()
    assert set(answer) == {"words", "token"}
    assert answer["words"]["sending"].count("{") == 4
