"""Pages that cost much have an end."""

import pytest
from django.conf import LazySettings
from django.test import Client

EXPORTS = ("/settings/data/export", "/my/ai/uses.csv", "/my/ai/uses.json", "/my/ai/bundle")


def test_searching_has_an_end_for_each_address(client: Client, db: None, settings: LazySettings) -> None:
    settings.RATES = settings.RATES | {"search": 2}
    answers = [client.get("/search?q=dusk") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 60
    assert "too often" in answers[-1].content.decode()
    assert client.get("/search?q=dusk", REMOTE_ADDR="203.0.113.7").status_code == 200


@pytest.mark.parametrize("address", EXPORTS)
def test_taking_everything_along_has_an_end_for_each_person(
    address: str, as_alice: Client, as_bob: Client, settings: LazySettings
) -> None:
    settings.RATES = settings.RATES | {"export": 1}
    assert as_alice.get(address).status_code in {200, 409}
    assert as_alice.get(address).status_code == 429
    assert as_bob.get(address).status_code in {200, 409}


def test_the_api_counts_the_same(as_alice: Client, settings: LazySettings) -> None:
    settings.RATES = settings.RATES | {"export": 1, "search": 1}
    for address in ("/api/v1/me/export", "/api/v1/search?q=dusk"):
        assert [as_alice.get(address).status_code for _ in range(2)] == [200, 429], address
