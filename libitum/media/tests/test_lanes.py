"""Slow senders never take the last thread: above a number of bodies at once, more are asked to come back."""

from collections.abc import Iterator
from io import BytesIO

import pytest
from django.conf import LazySettings

from libitum.media.tus import lanes

from .tus import COLLECTION, Tus


@pytest.fixture
def one_lane(settings: LazySettings) -> Iterator[None]:
    settings.UPLOAD_BODIES_AT_ONCE = 1
    lanes.lanes.cache_clear()
    yield
    lanes.lanes.cache_clear()


@pytest.mark.usefixtures("one_lane")
def test_who_finds_no_lane_is_told_when_to_come_back(tus: Tus) -> None:
    where = tus.create(6).where
    with lanes.lane():
        answer = tus.patch(where, b"abcdef", 0)
    assert (answer.status, answer.json["code"]) == (503, "crowded")
    assert "kept" in answer.json["detail"]
    assert int(answer.headers["Retry-After"]) > 0
    assert tus.head(where).offset == 0
    assert tus.patch(where, b"abcdef", 0).status == 204


@pytest.mark.usefixtures("one_lane")
def test_a_lane_is_free_again_whatever_ended_the_body(tus: Tus) -> None:
    where = tus.create(6).where
    assert tus.patch(where, b"abc", 3).status == 409
    assert tus.patch(where, b"abcdef", 0).status == 204


@pytest.mark.usefixtures("one_lane")
def test_an_upload_begun_with_its_bytes_exists_all_the_same(tus: Tus) -> None:
    headers = {"Upload-Length": "3", "Content-Type": "application/offset+octet-stream"}
    with lanes.lane():
        answer = tus.ask("POST", COLLECTION, headers, BytesIO(b"abc"), length=3)
    assert answer.status == 201
    assert answer.headers["Upload-Offset"] == "0"
    assert tus.patch(answer.where, b"abc", 0).status == 204
