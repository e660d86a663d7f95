"""Who may read the metrics, and who may not by accident."""

import pytest
from django.test import Client
from pytest_django import Settings

from libitum.policy import HEADERS

pytestmark = pytest.mark.django_db
HERE = "127.0.0.1:8000"
TOKEN = "a token of thirty-two characters"


def status(client: Client, address: str = "127.0.0.1", host: str = HERE, **headers: str) -> int:
    return client.get("/metrics", headers={"host": host, **headers}, REMOTE_ADDR=address).status_code


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "127.0.0.9", "::ffff:127.0.0.1"])
@pytest.mark.parametrize("host", [HERE, "[::1]:8000", "localhost:8000", "localhost"])
def test_without_a_token_this_machine_reads_them(client: Client, address: str, host: str) -> None:
    assert status(client, address, host) == 200


@pytest.mark.parametrize("address", ["203.0.113.9", "10.0.0.5", "2001:db8::1", "", "nonsense"])
def test_nobody_else_does(client: Client, address: str) -> None:
    assert status(client, address) == 404


@pytest.mark.parametrize("proxies", [[], ["127.0.0.1"]])
@pytest.mark.parametrize(
    "name", ["X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "Forwarded", "X-Real-IP", "Via", "CF-Ray"]
)
def test_what_a_proxy_passes_on_is_not_this_machine_trusted_or_not(
    client: Client, settings: Settings, proxies: list[str], name: str
) -> None:
    settings.TRUSTED_PROXIES = proxies
    assert status(client, **{name: "127.0.0.1"}) == 404


def test_a_proxy_that_says_nothing_asks_by_the_sites_name(client: Client) -> None:
    assert status(client, host="testserver") == 404


def test_with_a_token_it_opens_for_whoever_has_it_and_for_nobody_without(client: Client, settings: Settings) -> None:
    settings.METRICS_TOKEN = TOKEN
    assert status(client) == 404
    assert status(client, Authorization=f"Bearer {TOKEN}x") == 404
    assert status(client, Authorization="Bearer ") == 404
    assert status(client, Authorization=f"Basic {TOKEN}") == 404
    assert status(client, "203.0.113.9", "testserver", Authorization=f"Bearer {TOKEN}") == 200


def test_staff_without_it_are_strangers(as_mona: Client) -> None:
    assert status(as_mona, host="testserver") == 404


def test_only_looking_is_allowed(client: Client) -> None:
    assert client.post("/metrics", headers={"host": HERE}).status_code == 405


@pytest.mark.parametrize("host", [HERE, "testserver"])
def test_the_answer_says_what_machines_may_do_and_is_kept_by_nobody(client: Client, host: str) -> None:
    response = client.get("/metrics", headers={"host": host})
    assert {"Content-Usage", "tdm-reservation"} <= {name for name in HEADERS if name in response.headers}
    assert "no-store" in response["Cache-Control"]


def test_openmetrics_is_spoken_to_who_asks_for_it(client: Client) -> None:
    accept = "application/openmetrics-text; version=1.0.0"
    response = client.get("/metrics", headers={"host": HERE, "accept": accept})
    assert response["Content-Type"].startswith("application/openmetrics-text")
    assert response.content.endswith(b"# EOF\n")
