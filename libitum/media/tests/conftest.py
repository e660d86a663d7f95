from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.http import HttpResponseBase
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from libitum.accounts.models import User
from libitum.catalog.models import Artist
from libitum.media.services import leftovers, processing
from libitum.media.tests.tus import Tus, program_of


@pytest.fixture
def tus(alice: User, ada: Artist) -> Tus:
    """Alice's recording program."""
    return program_of(alice)


class ClosingClient(Client):
    """Ends what it has asked for, as servers do; a stream that nobody reads keeps its connection to the store."""

    def __init__(self) -> None:
        super().__init__()
        self.answers: list[HttpResponseBase] = []

    def request(self, **request: Any) -> Any:
        answer = super().request(**request)
        self.answers.append(answer)
        return answer


@pytest.fixture
def client(db: None) -> Iterator[Client]:
    asking = ClosingClient()
    yield asking
    for answer in asking.answers:
        answer.close()


@pytest.fixture(params=["folder", "bucket"])
def either_store(request: pytest.FixtureRequest) -> None:
    """Once with the media in a folder, once with them in an S3 store."""
    if request.param == "bucket":
        request.getfixturevalue("bucket")


@pytest.fixture
def work(django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> Callable[[], None]:
    """A worker goes through what is due, and what it left is swept away."""

    def work_and_sweep() -> None:
        with django_capture_on_commit_callbacks(execute=True):
            processing.process_all()
        with django_capture_on_commit_callbacks(execute=True):
            leftovers.remove_leftovers()
            leftovers.remove_originals()

    return work_and_sweep
