"""What browsers are told about every response, whoever in the house gave it."""

from contextlib import closing

import pytest
from django.conf import settings
from django.http import HttpResponseBase
from django.test import Client

from libitum.catalog.models import Track
from libitum.catalog.services import create_secret_link, update_track
from libitum.crawlers.services import make_carriers

ADDRESSES = {
    "page": ("/about", 200),
    "static file": ("/static/web/css/tokens.css", 200),
    "nothing there": ("/nobody/nothing", 404),
    "wrong method": ("/theme", 405),
    "API": ("/api/v1/tracks", 200),
    "nothing in the API": ("/api/nowhere", 404),
    "uploads": ("/api/v1/uploads", 401),
    "no bytes": ("/media/t/aaaaaaaaaaaaaaaa/1/audio.m4a", 404),
    "robots.txt": ("/robots.txt", 200),
    "health": ("/healthz", 200),
    "sign-in": ("/accounts/login/", 200),
    "elsewhere": ("/my/tracks", 302),
}


def directives(policy: str) -> dict[str, str]:
    return {name: rest for name, _, rest in (part.strip().partition(" ") for part in policy.split(";"))}


@pytest.mark.parametrize("kind", ADDRESSES)
def test_every_response_says_what_may_be_done_with_it(kind: str, client: Client, db: None) -> None:
    address, status = ADDRESSES[kind]
    make_carriers()
    with closing(client.get(address)) as response:
        look_at(response, status)


def look_at(response: HttpResponseBase, status: int) -> None:
    assert response.status_code == status
    policy = directives(response.headers["Content-Security-Policy"])
    assert policy["default-src"] == policy["object-src"] == policy["base-uri"] == "'none'"
    assert policy["frame-ancestors"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in response.headers["Permissions-Policy"]
    assert response.headers["Referrer-Policy"]
    assert response.headers["Content-Type"] or status == 302


def test_a_refused_host_hears_the_same(client: Client, db: None) -> None:
    response = Client(raise_request_exception=False).get("/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "address", ["/", "/search", "/api/v1/tracks", "/accounts/login/", "/static/web/css/tokens.css"]
)
def test_nothing_is_sent_back_as_it_came(address: str, client: Client, db: None) -> None:
    response = client.trace(address, headers={"x-secret": "swordfish"})
    assert response.status_code == 405
    assert b"swordfish" not in response.content


def test_nothing_inline_and_nothing_from_elsewhere_is_allowed() -> None:
    allowed = {word for words in settings.CONTENT_SECURITY_POLICY["DIRECTIVES"].values() for word in words}
    assert allowed == {"'none'", "'self'", "data:", "blob:"}
    assert "data:" not in settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["script-src"]


WHOSE = {
    "/about": "same-origin",
    "/settings": "same-origin",
    "/static/web/css/tokens.css": "cross-origin",
    "/api/v1/tracks": "cross-origin",
    "/log/checkpoint": "cross-origin",
}


@pytest.mark.parametrize(("address", "whose"), WHOSE.items())
def test_other_sites_build_in_what_is_meant_for_them(address: str, whose: str, client: Client, db: None) -> None:
    with closing(client.get(address)) as response:
        assert response.headers["Cross-Origin-Resource-Policy"] == whose


def test_an_address_with_a_secret_is_told_to_no_other_site(client: Client, song: Track) -> None:
    alice = song.artist.owner
    update_track(actor=alice, track=song, visibility="unlisted")
    link = create_secret_link(actor=alice, work=song)
    response = client.get(f"{song.get_absolute_url()}/s/{link.token}")
    assert response.status_code == 200
    assert response.headers["Referrer-Policy"] == "same-origin"
