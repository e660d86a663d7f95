"""Bytes arrive, in whatever way; the offset always tells how many are safe."""

from io import BytesIO

import pytest

from libitum.accounts.models import User
from libitum.media.models import ProcessingJob, Upload, UploadState
from libitum.media.parts import Part

from .tus import Breaking, Tus

DATA = bytes(range(256)) * 40


@pytest.fixture
def where(tus: Tus) -> str:
    return tus.create(len(DATA)).where


def stored() -> bytes:
    return Part(Upload.objects.get().uid).path.read_bytes()


def test_an_upload_in_several_requests_is_whole(tus: Tus, where: str) -> None:
    assert tus.patch(where, DATA[:1000], 0).offset == 1000
    answer = tus.patch(where, DATA[1000:4000], 1000)
    assert (answer.status, answer.offset) == (204, 4000)
    assert "Upload-Expires" in answer.headers
    assert tus.patch(where, DATA[4000:], 4000).offset == len(DATA)
    assert stored() == DATA


def test_the_last_byte_makes_the_receipt_and_the_job(tus: Tus, where: str) -> None:
    tus.patch(where, DATA[:-1], 0)
    assert not ProcessingJob.objects.exists()
    tus.patch(where, DATA[-1:], len(DATA) - 1)
    upload = Upload.objects.get()
    assert (upload.state, upload.offset, upload.expires_at) == (UploadState.RECEIVED, len(DATA), None)
    assert upload.received_at is not None
    assert upload.job


def test_a_wrong_offset_is_a_conflict_and_says_the_right_one(tus: Tus, where: str) -> None:
    tus.patch(where, DATA[:10], 0)
    for offset in (0, 9, 11, len(DATA)):
        answer = tus.patch(where, b"", offset)
        assert (answer.status, answer.offset) == (409, 10)
    assert stored() == DATA[:10]


def test_a_body_that_ends_too_soon_is_kept_as_far_as_it_came(tus: Tus, where: str) -> None:
    answer = tus.patch(where, DATA[:700], 0, declared=5000)
    assert (answer.status, answer.offset, answer.json["code"]) == (400, 700, "incomplete")
    assert tus.head(where).offset == 700
    assert tus.patch(where, DATA[700:], 700).status == 204
    assert stored() == DATA


def test_a_last_chunk_that_ends_too_soon_does_not_finish(tus: Tus, where: str) -> None:
    assert tus.patch(where, DATA[:-1], 0, declared=len(DATA)).status == 400
    assert Upload.objects.get().state == UploadState.RECEIVING
    assert not ProcessingJob.objects.exists()


def test_a_connection_that_breaks_is_the_same_as_one_that_ends(tus: Tus, where: str) -> None:
    answer = tus.patch(where, b"", 0, stream=Breaking(DATA[:300]), declared=5000)
    assert (answer.status, answer.offset) == (400, 300)


def test_a_body_without_a_declared_length_is_taken(tus: Tus, where: str) -> None:
    headers = {"Upload-Offset": "0", "Content-Type": "application/offset+octet-stream", "Transfer-Encoding": "chunked"}
    answer = tus.ask("PATCH", where, headers, BytesIO(DATA))
    assert (answer.status, answer.offset) == (204, len(DATA))


def test_a_body_without_a_declared_length_that_breaks_is_kept_as_far_as_it_came(tus: Tus, where: str) -> None:
    headers = {"Upload-Offset": "0", "Content-Type": "application/offset+octet-stream", "Transfer-Encoding": "chunked"}
    answer = tus.ask("PATCH", where, headers, Breaking(DATA[:300]))
    assert (answer.status, answer.offset) == (400, 300)


def test_more_than_announced_is_refused(tus: Tus, where: str) -> None:
    assert tus.patch(where, DATA + b"x", 0).status == 413
    tus.patch(where, DATA[:100], 0)
    headers = {
        "Upload-Offset": "100",
        "Content-Type": "application/offset+octet-stream",
        "Transfer-Encoding": "chunked",
    }
    answer = tus.ask("PATCH", where, headers, BytesIO(DATA))
    assert (answer.status, answer.json["code"]) == (413, "too-much")
    assert tus.head(where).offset == 100
    assert tus.patch(where, DATA[100:], 100).status == 204
    assert stored() == DATA


def test_an_empty_request_changes_nothing(tus: Tus, where: str) -> None:
    assert tus.patch(where, b"", 0).offset == 0


@pytest.mark.parametrize("offset", ["", "-1", "a", "1e3"])
def test_an_offset_that_is_no_number_is_refused(tus: Tus, where: str, offset: str) -> None:
    headers = {"Upload-Offset": offset, "Content-Type": "application/offset+octet-stream"}
    assert tus.ask("PATCH", where, headers, BytesIO(b"x"), length=1).status == 400


def test_another_type_of_body_is_refused(tus: Tus, where: str) -> None:
    headers = {"Upload-Offset": "0", "Content-Type": "application/octet-stream"}
    assert tus.ask("PATCH", where, headers, BytesIO(b"x"), length=1).status == 415


def test_what_has_all_arrived_takes_no_more(tus: Tus, where: str) -> None:
    tus.patch(where, DATA, 0)
    answer = tus.patch(where, b"x", len(DATA))
    assert (answer.status, answer.json["code"]) == (409, "all-there")
    assert tus.head(where).offset == len(DATA)


def test_head_is_never_stored_by_caches(tus: Tus, where: str) -> None:
    answer = tus.head(where)
    assert (answer.status, answer.headers["Cache-Control"]) == (200, "no-store")
    assert answer.headers["Upload-Length"] == str(len(DATA))
    assert "Upload-Expires" in answer.headers


def test_bytes_nobody_noted_are_found_by_the_next_head(tus: Tus, where: str) -> None:
    """As after a kill between the disk and the database."""
    with Part(Upload.objects.get().uid).write() as writer:
        writer.append(DATA[:400])
    assert Upload.objects.get().offset == 0
    assert tus.head(where).offset == 400


def test_a_last_byte_nobody_noted_finishes_at_the_next_head(tus: Tus, where: str) -> None:
    with Part(Upload.objects.get().uid).write() as writer:
        writer.append(DATA)
    assert tus.head(where).offset == len(DATA)
    assert Upload.objects.get().state == UploadState.RECEIVED


def test_bytes_that_were_lost_are_asked_for_again(tus: Tus, where: str) -> None:
    """As after a restore onto an empty disk."""
    tus.patch(where, DATA[:400], 0)
    Part(Upload.objects.get().uid).remove()
    assert tus.head(where).offset == 0
    assert tus.patch(where, DATA, 0).status == 204


def test_two_at_once_do_not_mix(tus: Tus, where: str) -> None:
    with Part(Upload.objects.get().uid).write() as writer:
        writer.append(DATA[:5])
        answer = tus.patch(where, DATA[5:], 5)
        assert (answer.status, answer.json["code"]) == (423, "busy")
        assert int(answer.headers["Retry-After"]) > 0
        assert tus.head(where).offset == 5
    assert tus.patch(where, DATA[5:], 5).status == 204
    assert stored() == DATA


def test_a_track_deleted_meanwhile_ends_its_upload(tus: Tus, where: str, alice: User) -> None:
    Upload.objects.get().track.delete()  # type: ignore[union-attr]
    answer = tus.patch(where, DATA, 0)
    assert (answer.status, answer.json["code"]) == (410, "gone")
    assert "track" in answer.json["detail"]
