import ipaddress
from datetime import UTC, datetime, timedelta

import pytest
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from libitum.common.middleware import ClientAddressMiddleware
from libitum.common.network import client_address, pseudonym

PROXIES = ["10.0.0.0/8", "192.0.2.1", "2001:db8::/32"]
addresses = st.ip_addresses().map(str)
outsiders = st.ip_addresses(network="203.0.113.0/24").map(str)
proxies = st.sampled_from(["10.1.2.3", "192.0.2.1", "2001:db8::7"])
# What a client may write into the header: anything without a comma at its edge that a proxy's own words follow.
lies = st.text(max_size=40).filter(lambda text: "\n" not in text and "\r" not in text)


@given(outsiders, lies)
def test_nobody_but_a_trusted_proxy_says_who_asks(peer: str, header: str) -> None:
    assert client_address(peer, header, PROXIES) == peer


@given(lies, outsiders, st.lists(proxies, max_size=3), proxies)
def test_what_the_client_wrote_before_the_proxies_counts_for_nothing(
    header: str, client: str, chain: list[str], peer: str
) -> None:
    forwarded = ", ".join([header, client, *chain])
    assert client_address(peer, forwarded, PROXIES) == client


@given(lies, proxies)
def test_the_answer_is_always_an_address(header: str, peer: str) -> None:
    assert ipaddress.ip_address(client_address(peer, header, PROXIES))


def test_a_proxy_that_says_nothing_is_the_client() -> None:
    assert client_address("10.0.0.1", "", PROXIES) == "10.0.0.1"


def seen(meta: dict[str, str], settings: Settings) -> dict[str, str]:
    settings.TRUSTED_PROXIES = PROXIES
    request = HttpRequest()
    request.META.update(meta)
    ClientAddressMiddleware(lambda _: HttpResponse())(request)
    return dict(request.META)


def test_requests_behind_a_proxy_get_the_clients_address(settings: Settings) -> None:
    meta = seen({"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "203.0.113.9"}, settings)
    assert meta["REMOTE_ADDR"] == "203.0.113.9"


def test_strangers_can_not_claim_to_come_by_https(settings: Settings) -> None:
    stranger = {"REMOTE_ADDR": "203.0.113.9", "HTTP_X_FORWARDED_FOR": "10.0.0.1", "HTTP_X_FORWARDED_PROTO": "https"}
    assert seen(stranger, settings) == {"REMOTE_ADDR": "203.0.113.9"}
    proxy = {"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_PROTO": "https"}
    assert seen(proxy, settings)["HTTP_X_FORWARDED_PROTO"] == "https"


@given(addresses)
def test_a_pseudonym_is_a_private_address_that_stays_for_the_day(address: str) -> None:
    assert ipaddress.ip_address(pseudonym(address)) in ipaddress.ip_network("fd00::/8")
    assert pseudonym(address) == pseudonym(address)
    assert pseudonym(address) != address


def test_pseudonyms_depend_on_the_key_and_the_day(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    first = pseudonym("203.0.113.9")
    settings.SECRET_KEY = "another instance"
    assert pseudonym("203.0.113.9") != first
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    today = pseudonym("203.0.113.9")
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)
    assert pseudonym("203.0.113.9") != today


def test_an_ipv6_host_is_its_network() -> None:
    assert pseudonym("2001:db8:1:2:aaaa::1") == pseudonym("2001:db8:1:2:bbbb::2")
    assert pseudonym("2001:db8:1:2::1") != pseudonym("2001:db8:1:3::1")
    assert pseudonym("::ffff:203.0.113.9") == pseudonym("203.0.113.9")
