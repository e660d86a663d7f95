"""The law of uploads: in whatever pieces the bytes come, and whatever goes wrong between, the offset that the server
tells is the number of bytes it has, they are the first of the file, and in the end they are the file."""

import random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from libitum.media.models import ProcessingJob, Upload, UploadState
from libitum.media.parts import Part

from .tus import Tus, sum_of

# What becomes of one request: how it goes wrong, how many bytes it meant to bring, and where it broke off.
Step = tuple[str, int, float]
HOW = [
    "whole",
    "proven",
    "ends early",
    "proven, ends early",
    "damaged",
    "wrong offset",
    "too much",
    "killed",
    "killed unproven",
]
steps = st.lists(st.tuples(st.sampled_from(HOW), st.integers(0, 90_000), st.floats(0, 1)), max_size=12)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(size=st.integers(1, 200_000), plan=steps)
def test_offset_and_bytes_are_always_true(tus: Tus, size: int, plan: list[Step]) -> None:
    data = random.Random(size).randbytes(size)
    where = tus.create(size).where
    upload = Upload.objects.latest("pk")
    arrived = 0
    for step in plan:
        arrived = take(tus, where, upload, data, arrived, step)
        assert tus.head(where).offset == arrived
    if arrived < size:
        assert tus.patch(where, data[arrived:], arrived, checksum=sum_of(data[arrived:])).status == 204
    upload.refresh_from_db()
    assert upload.state == UploadState.RECEIVED
    assert Part(upload.uid).path.read_bytes() == data
    assert ProcessingJob.objects.filter(upload=upload).count() == 1


def take(tus: Tus, where: str, upload: Upload, data: bytes, at: int, step: Step) -> int:
    """One request; answers with how many bytes there must be afterwards."""
    how, wanted, part = step
    chunk = data[at : at + wanted]
    came = chunk[: int(len(chunk) * part)]
    if at == len(data) and how not in ("wrong offset", "too much"):
        return at
    match how:
        case "whole":
            assert tus.patch(where, chunk, at).offset == at + len(chunk)
            return at + len(chunk)
        case "proven":
            assert tus.patch(where, chunk, at, checksum=sum_of(chunk)).offset == at + len(chunk)
            return at + len(chunk)
        case "ends early":
            answer = tus.patch(where, came, at, declared=len(chunk))
            assert answer.status == (204 if len(came) == len(chunk) else 400)
            return at + len(came)
        case "proven, ends early":
            answer = tus.patch(where, came, at, declared=len(chunk), checksum=sum_of(chunk))
            whole = len(came) == len(chunk)
            assert answer.status == (204 if whole else 400)
            return at + len(chunk) if whole else at
        case "damaged":
            assert tus.patch(where, chunk, at, checksum=sum_of(chunk + b"?")).status == 460
            return at
        case "wrong offset":
            assert tus.patch(where, chunk, at + 1).status == 409
            return at
        case "too much":
            assert tus.patch(where, data[at:] + b"?", at).status in (413, 409)
            return at
        case _:
            return killed(Part(upload.uid), came, proven=how == "killed")


def killed(part: Part, came: bytes, *, proven: bool) -> int:
    """A server dies while it writes: neither cutting, nor syncing, nor noting."""
    with part.write() as writer:
        before = writer.size
        if not proven:
            writer.hold()
        writer.append(came)
        return writer.size if proven else before
