"""What happens around signing in stands in the log, without saying who it was."""

import logging

import pytest
from django.test import Client

from conftest import PASSWORD
from libitum.accounts.events import alias
from libitum.accounts.models import User
from libitum.accounts.services import create_person
from libitum.accounts.tokens import create_token, revoke_token

from .test_second_factor import code_for, set_up_app

EVENTS = [
    "sign-in failed", "signed in", "password changed", "second factor added", "second factor added", "signed out",
    "second factor failed", "signed in",
]  # fmt: skip


@pytest.fixture
def dora(db: None) -> User:
    return create_person(email="dora@example.org", password=PASSWORD, name="Dora", is_adult=True)


def lines(caplog: pytest.LogCaptureFixture) -> list[tuple[str, str]]:
    found = [record for record in caplog.records if record.name == "libitum.security"]
    return [(record.getMessage(), record.__dict__.get("account", "")) for record in found]


def sign_in(client: Client, password: str = PASSWORD) -> None:
    client.post("/accounts/login/", {"login": "Dora@example.org", "password": password})


@pytest.mark.django_db(transaction=True)
def test_attempts_and_changes_are_told_under_one_name_for_the_day(dora: User, caplog: pytest.LogCaptureFixture) -> None:
    client = Client(REMOTE_ADDR="203.0.113.9")
    with caplog.at_level(logging.INFO, "libitum.security"):
        sign_in(client, "wrong")
        sign_in(client)
        new = "another night in June"
        client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
        seed = set_up_app(client)
        client.post("/accounts/logout/")
        sign_in(client, new)
        client.post("/accounts/2fa/authenticate/", {"code": "000000"})
        client.post("/accounts/2fa/authenticate/", {"code": code_for(seed, later=1)})
    told = lines(caplog)
    assert [event for event, _ in told] == EVENTS
    assert {account for _, account in told} == {alias("dora@example.org")}
    methods = [record.__dict__["method"] for record in caplog.records if record.getMessage() == "signed in"]
    assert methods == ["password", "password+totp"]
    text = str([record.__dict__ for record in caplog.records])
    assert "203.0.113" not in text
    assert "dora@" not in text.lower()


def test_keys_made_revoked_and_refused(dora: User, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "libitum.security"):
        token, raw = create_token(user=dora, name="a program", scopes=["read"])
        revoke_token(actor=dora, token=token)
        for address in ("/api/v1/me", "/api/v1/uploads"):
            assert Client().get(address, headers={"authorization": f"Bearer {raw}"}).status_code == 401
    assert [event for event, _ in lines(caplog)] == ["key made", "key revoked", "key refused", "key refused"]
    assert raw not in str([record.__dict__ for record in caplog.records])


def test_a_name_of_the_day_is_of_no_use_without_the_secret(settings: pytest.FixtureRequest) -> None:
    before = alias("dora@example.org")
    settings.SECRET_KEY = "of another instance"  # type: ignore[attr-defined]
    assert alias("dora@example.org") != before
    assert alias("DORA@example.org") == alias("dora@example.org")
