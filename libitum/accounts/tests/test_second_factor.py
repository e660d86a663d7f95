"""Codes from an app and recovery codes, through the pages; passkeys need a browser (tests/browser)."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.conf import LazySettings
from django.test import Client

from conftest import PASSWORD
from libitum.accounts.models import User
from libitum.accounts.services import create_person

from .letters import last_letter_to

ACTIVATE = "/accounts/2fa/totp/activate/"
SIGN_IN = "/accounts/login/"


@pytest.fixture
def dora(db: None) -> User:
    return create_person(email="dora@example.org", password=PASSWORD, name="Dora", is_adult=True)


@pytest.fixture
def as_dora(dora: User) -> Client:
    client = Client()
    sign_in(client)
    return client


def sign_in(client: Client) -> str:
    answer = client.post(SIGN_IN, {"login": "dora@example.org", "password": PASSWORD})
    return str(answer.headers["Location"])


def an_hour_later(client: Client) -> None:
    session = client.session
    session["signed_in_at"] -= 3600
    session.save()


def code_for(secret: str, later: int = 0) -> str:
    """What the app shows, `later` steps of half a minute from now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later))


def set_up_app(client: Client) -> str:
    page = client.get(ACTIVATE).content.decode()
    found = re.search(r'class="secret-key">([A-Z2-7]+)<', page)
    assert found, page
    assert client.post(ACTIVATE, {"code": code_for(found[1])}).status_code == 302
    return found[1]


def test_an_app_is_asked_for_after_the_password(dora: User, as_dora: Client) -> None:
    secret = set_up_app(as_dora)
    client = Client()
    assert sign_in(client) == "/accounts/2fa/authenticate/"
    assert client.get("/settings").status_code == 302
    assert "Incorrect code" in client.post("/accounts/2fa/authenticate/", {"code": "000000"}).content.decode()
    assert client.post("/accounts/2fa/authenticate/", {"code": code_for(secret, later=1)}).headers["Location"] == "/"
    assert client.get("/settings").status_code == 200


def test_a_seed_lies_encrypted_in_the_database(dora: User, as_dora: Client) -> None:
    secret = set_up_app(as_dora)
    rows = str(list(Authenticator.objects.values()))
    assert secret not in rows
    assert len(rows) > 100


def test_a_seed_outlives_a_change_of_the_secret(dora: User, as_dora: Client, settings: LazySettings) -> None:
    seed = set_up_app(as_dora)
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another secret of the same instance"
    settings.SECRET_KEY_FALLBACKS = [old]
    client = Client()
    sign_in(client)
    assert client.post("/accounts/2fa/authenticate/", {"code": code_for(seed, later=1)}).status_code == 302
    assert client.get("/settings").status_code == 200


def test_a_code_of_an_app_works_once(dora: User, as_dora: Client) -> None:
    code = code_for(set_up_app(as_dora), later=1)
    answers = []
    for client in (Client(), Client()):
        sign_in(client)
        answers.append(client.post("/accounts/2fa/authenticate/", {"code": code}).status_code)
    assert answers == [302, 200]


def test_a_recovery_code_works_once(dora: User, as_dora: Client) -> None:
    set_up_app(as_dora)
    page = as_dora.get("/accounts/2fa/recovery-codes/").content.decode()
    codes = re.findall(r"<li><code>(\d{8})</code></li>", page)
    assert len(codes) == 10
    client = Client()
    sign_in(client)
    assert client.post("/accounts/2fa/authenticate/", {"code": codes[0]}).status_code == 302
    again = Client()
    sign_in(again)
    assert "Incorrect code" in again.post("/accounts/2fa/authenticate/", {"code": codes[0]}).content.decode()


def test_codes_can_be_downloaded_and_made_anew(dora: User, as_dora: Client) -> None:
    set_up_app(as_dora)
    first = as_dora.get("/accounts/2fa/recovery-codes/download/")
    assert first.headers["Content-Type"].startswith("text/plain")
    as_dora.post("/accounts/2fa/recovery-codes/generate/")
    assert as_dora.get("/accounts/2fa/recovery-codes/download/").content != first.content


def test_switching_it_off_asks_who_it_is_and_tells_by_letter(dora: User, as_dora: Client) -> None:
    set_up_app(as_dora)
    assert as_dora.post("/accounts/2fa/totp/deactivate/").status_code == 302
    assert "no longer asks for codes" in last_letter_to("dora@example.org")
    assert "203." not in last_letter_to("dora@example.org")
    assert sign_in(Client()) == "/"


@pytest.mark.parametrize("path", ["totp/deactivate/", "recovery-codes/", "recovery-codes/generate/", "webauthn/add/"])
def test_an_old_session_has_to_show_who_it_is(dora: User, as_dora: Client, path: str) -> None:
    set_up_app(as_dora)
    an_hour_later(as_dora)
    answer = as_dora.get(f"/accounts/2fa/{path}")
    assert answer.headers["Location"].startswith("/accounts/reauthenticate/?next=")


def test_a_person_with_an_app_can_change_their_address(dora: User, as_dora: Client) -> None:
    set_up_app(as_dora)
    as_dora.post("/accounts/email/", {"email": "new@example.org", "action_add": ""})
    assert "new@example.org" in as_dora.get("/accounts/email/").content.decode()
    assert "confirm it here" in last_letter_to("new@example.org")
