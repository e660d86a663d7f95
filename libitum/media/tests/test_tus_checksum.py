"""Bytes that come with a checksum count only once it has proven them."""

import hashlib
from io import BytesIO

import pytest

from libitum.media.models import Upload, UploadState
from libitum.media.parts import Part

from .tus import Breaking, Tus, sum_of

DATA = b"a phrase in the minor " * 5000


@pytest.fixture
def where(tus: Tus) -> str:
    return tus.create(len(DATA)).where


@pytest.mark.parametrize("algorithm", ["sha1", "sha256", "md5"])
def test_proven_bytes_are_taken(tus: Tus, where: str, algorithm: str) -> None:
    assert tus.patch(where, DATA, 0, checksum=sum_of(DATA, algorithm)).status == 204
    assert Upload.objects.get().state == UploadState.RECEIVED


@pytest.mark.parametrize("algorithm", ["sha1", "sha256", "md5"])
def test_damaged_bytes_are_discarded(tus: Tus, where: str, algorithm: str) -> None:
    tus.patch(where, DATA[:10], 0)
    damaged = DATA[10:100].replace(b"p", b"q", 1)
    answer = tus.patch(where, damaged, 10, checksum=sum_of(DATA[10:100], algorithm))
    assert (answer.status, answer.json["title"]) == (460, "Checksum Mismatch")
    assert tus.head(where).offset == 10
    assert tus.patch(where, DATA[10:], 10, checksum=sum_of(DATA[10:])).status == 204
    assert Part(Upload.objects.get().uid).path.read_bytes() == DATA


def test_a_last_chunk_that_is_damaged_does_not_finish(tus: Tus, where: str) -> None:
    assert tus.patch(where, DATA, 0, checksum=sum_of(b"")).status == 460
    assert Upload.objects.get().state == UploadState.RECEIVING


@pytest.mark.parametrize("stream", [BytesIO, Breaking])
def test_a_proof_that_never_came_leaves_nothing(tus: Tus, where: str, stream: type[BytesIO]) -> None:
    answer = tus.patch(where, b"", 0, declared=len(DATA), stream=stream(DATA[:70000]), checksum=sum_of(DATA))
    assert (answer.status, answer.offset) == (400, 0)
    assert tus.head(where).offset == 0


def test_a_server_killed_before_the_proof_leaves_nothing(tus: Tus, where: str) -> None:
    part = Part(Upload.objects.get().uid)
    with part.write() as writer:
        writer.append(DATA[:10])
        writer.hold()
        writer.append(b"unproven")
        assert tus.head(where).offset == 10
    assert tus.head(where).offset == 10
    assert tus.patch(where, DATA[10:], 10).status == 204
    assert part.path.read_bytes() == DATA


@pytest.mark.parametrize(
    "value",
    [
        "crc32 AAAA",
        "sha256",
        "sha256 ",
        "sha256 ???",
        "sha1 " + sum_of(DATA, "sha256").split()[1],
        "SHA1 " + sum_of(DATA, "sha1").split()[1],
        hashlib.sha256(DATA).hexdigest(),
    ],
)
def test_a_checksum_that_cannot_be_read_is_refused(tus: Tus, where: str, value: str) -> None:
    assert tus.patch(where, DATA, 0, checksum=value).status == 400
    assert tus.head(where).offset == 0
