"""The law of uploads: in whatever pieces the bytes come, and whatever goes wrong between, the offset that the server
tells is the number of bytes it has, they are the first of the file, and in the end they are the file."""

import random
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from libitum.media.models import ProcessingJob, Upload, UploadState
from libitum.media.parts import Part

from .tus import Tus, sum_of

# What becomes of one request: how it goes, how many bytes it means to bring, and the part of them that comes.
Step = tuple[str, int, float]
HOW = [
    "whole",
    "proven",
    "ends_early",
    "ends_early_proven",
    "damaged",
    "wrong_offset",
    "too_much",
    "killed",
    "killed_unproven",
]
steps = st.lists(st.tuples(st.sampled_from(HOW), st.integers(0, 90_000), st.floats(0, 1)), max_size=12)


@pytest.mark.of_sqlite
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(size=st.integers(1, 200_000), plan=steps)
def test_offset_and_bytes_are_always_true(tus: Tus, size: int, plan: list[Step]) -> None:
    journey = Journey(tus, tus.create(size).where, random.Random(size).randbytes(size))
    for how, wanted, part in plan:
        journey.go(how, wanted, part)
        assert tus.head(journey.where).offset == journey.at
    journey.go("proven", size, 1)
    upload = Upload.objects.get(uid=journey.uid)
    assert upload.state == UploadState.RECEIVED
    assert Part(upload.uid).path.read_bytes() == journey.data
    assert ProcessingJob.objects.filter(upload=upload).count() == 1


@dataclass
class Journey:
    """`at`: how many bytes there must be. Each way of going sends one request and says what it must come to."""

    tus: Tus
    where: str
    data: bytes
    at: int = 0

    @property
    def uid(self) -> str:
        return self.where.rpartition("/")[2]

    def go(self, how: str, wanted: int, part: float) -> None:
        if self.at < len(self.data):
            chunk = self.data[self.at : self.at + wanted]
            self.at += getattr(self, how)(chunk, chunk[: int(len(chunk) * part)])

    def send(self, data: bytes, checksum: str = "", declared: int | None = None) -> int:
        return self.tus.patch(self.where, data, self.at, checksum=checksum, declared=declared).status

    def whole(self, chunk: bytes, _came: bytes) -> int:
        assert self.send(chunk) == 204
        return len(chunk)

    def proven(self, chunk: bytes, _came: bytes) -> int:
        assert self.send(chunk, sum_of(chunk)) == 204
        return len(chunk)

    def ends_early(self, chunk: bytes, came: bytes) -> int:
        assert self.send(came, declared=len(chunk)) == (204 if came == chunk else 400)
        return len(came)

    def ends_early_proven(self, chunk: bytes, came: bytes) -> int:
        assert self.send(came, sum_of(chunk), len(chunk)) == (204 if came == chunk else 400)
        return len(chunk) if came == chunk else 0

    def damaged(self, chunk: bytes, _came: bytes) -> int:
        assert self.send(chunk, sum_of(chunk + b"?")) == 460
        return 0

    def wrong_offset(self, chunk: bytes, _came: bytes) -> int:
        assert self.tus.patch(self.where, chunk, self.at + 1).status == 409
        return 0

    def too_much(self, _chunk: bytes, _came: bytes) -> int:
        assert self.send(self.data[self.at :] + b"?") == 413
        return 0

    def killed(self, _chunk: bytes, came: bytes) -> int:
        """A server dies while it writes: it neither cuts, nor syncs, nor notes."""
        with Part(self.uid).write() as writer:
            writer.append(came)
        return len(came)

    def killed_unproven(self, _chunk: bytes, came: bytes) -> int:
        with Part(self.uid).write() as writer:
            writer.hold()
            writer.append(came)
        return 0
