from collections.abc import Callable

import pytest
from django.test import Client

from libitum.ledger.keys import SigningKey
from libitum.ledger.log import PublishedLog
from libitum.ledger.sequencer import sequence

Note = Callable[[int], None]
pytestmark = pytest.mark.django_db(transaction=True)


def test_files_are_served_as_they_lie(client: Client, note: Note, log: PublishedLog, key: SigningKey) -> None:
    note(300)
    sequence()
    for path, caching in [("checkpoint", "max-age=2"), ("tile/0/000", "immutable"), ("tile/entries/000", "immutable")]:
        response = client.get(f"/log/{path}")
        assert response.status_code == 200
        assert b"".join(response.streaming_content) == log.fetch(path)  # type: ignore[attr-defined]
        assert caching in response["Cache-Control"]


@pytest.mark.parametrize(
    "path",
    [
        "../ledger.key", "%2e%2e/ledger.key", ".lock", ".closed", "tile/0/001", "tile/64/000", "tile/0/000.p/0",
        "tile/0/000.p/256", "files/../../ledger.key", "checkpoints/01", "former/../checkpoint", "tile/0/x01/000",
    ],
)  # fmt: skip
def test_nothing_else_is(client: Client, note: Note, key: SigningKey, path: str) -> None:
    note(1)
    sequence()
    assert client.get(f"/log/{path}").status_code in (301, 404)
    assert client.post("/log/checkpoint").status_code == 405
