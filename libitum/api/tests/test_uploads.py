"""A recording sent by a program: receipts, what is being made of it, once more after a failure of ours."""

import hashlib
from datetime import timedelta
from typing import Any, NoReturn

import pytest
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from libitum.accounts.models import User
from libitum.catalog.models import Artist, Track
from libitum.media.models import ProcessingJob
from libitum.media.services import processing
from libitum.media.services.processing import run, sound
from libitum.media.tests.corpus import sounds
from libitum.media.tests.tus import Tus

from .programs import ANYBODYS, Program, json_of, program_of

TONE, OTHER = sounds.wav(0.3), sounds.wav(0.5)


@pytest.fixture
def hers(alice: User, ada: Artist) -> Program:
    return program_of(alice, "read", "works", "upload")


def send(program: Program, data: bytes, **about: str) -> dict[str, Any]:
    """By tus in two requests; the receipt."""
    tus = Tus({"Authorization": f"Bearer {program.key}"})
    where = tus.create(len(data), {"filename": "tone.wav", **about}).where
    tus.patch(where, data[:1000], 0)
    assert tus.patch(where, data[1000:], 1000).status == 204
    receipt: dict[str, Any] = json_of(program.get(where.removeprefix("/api/v1")))
    return receipt


def test_a_receipt_tells_what_has_become_of_it(hers: Program) -> None:
    receipt = send(hers, TONE)
    assert (receipt["state"], receipt["ready"], receipt["failed"]) == ("received", False, False)
    processing.process_all()
    done = json_of(hers.get(f"/uploads/{receipt['uid']}"))
    assert (done["state"], done["ready"], done["sentence"]) == ("accepted", True, "")
    assert done["sha256"] == hashlib.sha256(TONE).hexdigest()
    playback = json_of(hers.get(f"/tracks/{done['track']['uid']}/playback"))
    assert playback["duration_ms"] == 300


def test_what_is_no_recording_is_refused_in_words(hers: Program) -> None:
    receipt = send(hers, b"%PDF-1.4 not a song" * 100)
    processing.process_all()
    refused = json_of(hers.get(f"/uploads/{receipt['uid']}"))
    assert (refused["state"], refused["reason"], refused["failed"]) == ("refused", "document", False)
    assert "PDF" in refused["sentence"]


def test_a_new_recording_takes_the_place_of_the_former(
    hers: Program, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    track = send(hers, TONE)["track"]["uid"]
    processing.process_all()
    before = json_of(hers.get(f"/tracks/{track}"))
    assert send(hers, OTHER, track=track)["track"]["uid"] == track
    assert json_of(hers.get(f"/tracks/{track}/playback"))["duration_ms"] == 300, "the former is heard until then"
    with django_capture_on_commit_callbacks(execute=True):
        processing.process_all()
    after = json_of(hers.get(f"/tracks/{track}"))
    assert (before["duration_ms"], after["duration_ms"]) == (300, 500)
    assert (after["url"], after["id"]) == (before["url"], before["id"])
    told = json_of(hers.get(f"/tracks/{track}/original"))
    assert ANYBODYS.client.get(told["url"]).getvalue() == OTHER


def broken(*_args: object, **_kwargs: object) -> NoReturn:
    raise RuntimeError("our mistake")


def test_after_a_failure_of_ours_it_is_tried_once_more(hers: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    receipt = send(hers, TONE)
    where = f"/uploads/{receipt['uid']}"
    monkeypatch.setattr(sound, "examine", broken)
    for _ in range(run.MOST_FAILURES):
        ProcessingJob.objects.update(run_after=timezone.now() - timedelta(seconds=1))
        processing.process_next()
    monkeypatch.undo()
    failed = json_of(hers.get(where))
    assert (failed["ready"], failed["failed"]) == (False, True)
    assert "our fault" in failed["sentence"]

    again = hers.post(f"{where}/retry")
    assert again.status_code == 202
    assert (json_of(again)["failed"], json_of(again)["sentence"]) == (False, "")
    processing.process_all()
    assert json_of(hers.get(where))["ready"] is True
    assert json_of(hers.post(f"{where}/retry"))["ready"] is True, "nothing is begun anew"


def test_a_retry_is_its_senders_with_the_permission(hers: Program, charlie: User, alice: User) -> None:
    where = f"/uploads/{send(hers, TONE)['uid']}/retry"
    assert program_of(charlie, "upload").post(where).status_code == 404
    assert program_of(alice, "read").post(where).status_code == 403
    assert ANYBODYS.post(where).status_code == 401


def test_what_is_scheduled_before_it_is_sent_comes_out_by_the_clock(hers: Program) -> None:
    track = send(hers, TONE)["track"]["uid"]
    at = timezone.now() + timedelta(days=1)
    said = hers.patch(f"/tracks/{track}", visibility="public", rights_basis="holder", publish_at=at.isoformat())
    assert said.status_code == 200, said.content
    processing.process_all()
    assert ANYBODYS.get(f"/tracks/{track}").status_code == 404
    Track.objects.update(publish_at=timezone.now() - timedelta(seconds=1))
    assert ANYBODYS.get(f"/tracks/{track}/playback").status_code == 200
