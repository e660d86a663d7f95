"""Signing in, forgetting one's password, and how often one may try."""

import logging

import pytest
from django.db import connection
from django.test import Client

from conftest import PASSWORD
from libitum.accounts.models import User
from libitum.accounts.services import create_person

from .letters import last_letter_to, link_in

LOGIN, RESET = "/accounts/login/", "/accounts/password/reset/"


@pytest.fixture
def dora(db: None) -> User:
    return create_person(email="Dora@Example.org", password=PASSWORD, name="Dora", is_adult=True)


def try_to_sign_in(client: Client, email: str = "dora@example.org", password: str = PASSWORD, **more: str) -> int:
    return client.post(LOGIN, {"login": email, "password": password}, **more).status_code  # type: ignore[arg-type]


def test_an_account_made_by_the_operator_signs_in_at_once(dora: User, client: Client) -> None:
    assert dora.email == "dora@example.org"
    assert try_to_sign_in(client, email="DORA@example.org") == 302
    assert client.get("/settings").status_code == 200


def test_a_wrong_password_and_an_unknown_address_look_the_same(dora: User, client: Client) -> None:
    answers = [
        client.post(LOGIN, {"login": email, "password": "wrong"}).content.decode()
        for email in ("dora@example.org", "nobody@example.org")
    ]
    assert all("This e-mail address and this password don&#x27;t belong together" in page for page in answers)
    first, second = (page.replace("nobody@", "dora@") for page in answers)
    assert strip_tokens(first) == strip_tokens(second)


def strip_tokens(page: str) -> list[str]:
    return [line for line in page.splitlines() if "csrfmiddlewaretoken" not in line]


def test_after_five_wrong_passwords_the_right_one_has_to_wait(dora: User, client: Client) -> None:
    for _attempt in range(5):
        try_to_sign_in(client, password="wrong")
    page = client.post(LOGIN, {"login": "dora@example.org", "password": PASSWORD}).content.decode()
    assert "Too many attempts with a wrong password" in page
    assert client.get("/settings").status_code == 302


def test_limits_count_by_the_network_address_and_forwarded_ones_do_not_count(dora: User, client: Client) -> None:
    for number in range(30):
        try_to_sign_in(client, email=f"{number}@example.org", password="x", HTTP_X_FORWARDED_FOR=f"203.0.113.{number}")
    answer = client.post(LOGIN, {"login": "dora@example.org", "password": PASSWORD})
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "300"
    assert "wait a few minutes" in answer.content.decode()
    assert try_to_sign_in(Client(), REMOTE_ADDR="203.0.113.77") == 302


def test_no_address_is_written_where_the_limits_count(dora: User, client: Client) -> None:
    try_to_sign_in(client, password="wrong", REMOTE_ADDR="203.0.113.9")
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key, value FROM cache")
        counted = str(cursor.fetchall())
    assert "login_failed" in counted
    assert "203.0.113.9" not in counted
    assert "dora" not in counted


def test_a_new_password_by_letter(dora: User, client: Client) -> None:
    client.post(RESET, {"email": "dora@example.org"})
    link = link_in(last_letter_to("dora@example.org"))
    form = client.get(link, follow=True).redirect_chain[-1][0]
    client.post(form, {"password1": "another night in June", "password2": "another night in June"})
    assert try_to_sign_in(Client()) == 200
    assert try_to_sign_in(Client(), password="another night in June") == 302
    assert "used already, or is too old" in Client().get(link).content.decode()


def test_asking_for_a_password_does_not_say_who_has_an_account(dora: User, client: Client) -> None:
    known = client.post(RESET, {"email": "dora@example.org"})
    unknown = client.post(RESET, {"email": "nobody@example.org"})
    assert known.headers["Location"] == unknown.headers["Location"]
    assert "there is no account with it" in last_letter_to("nobody@example.org")


def test_letters_are_not_sent_again_and_again(dora: User, client: Client) -> None:
    statuses = [client.post(RESET, {"email": "dora@example.org"}).status_code for _again in range(4)]
    assert statuses == [302, 302, 302, 429]


def test_no_log_line_names_anybody(dora: User, client: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        try_to_sign_in(client, password="wrong")
        try_to_sign_in(client)
        client.post(RESET, {"email": "dora@example.org"})
    assert "dora@example.org" not in caplog.text.lower()
    assert "127.0.0.1" not in caplog.text


def test_who_is_inactive_does_not_get_in(dora: User, client: Client) -> None:
    User.objects.filter(pk=dora.pk).update(is_active=False)
    assert client.post(LOGIN, {"login": dora.email, "password": PASSWORD}, follow=True).status_code == 200
    assert client.get("/settings").status_code == 302


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"]
)
def test_signing_in_leads_nowhere_else(dora: User, client: Client, target: str) -> None:
    answer = client.post(LOGIN, {"login": dora.email, "password": PASSWORD, "next": target})
    assert answer.headers["Location"] == "/"


def test_signing_in_leads_where_one_wanted_to_go(dora: User, client: Client) -> None:
    assert client.get("/my/tracks").headers["Location"] == "/accounts/login/?next=/my/tracks"
    answer = client.post(LOGIN, {"login": dora.email, "password": PASSWORD, "next": "/my/tracks"})
    assert answer.headers["Location"] == "/my/tracks"


def test_the_language_of_the_profile_comes_with_the_person(dora: User, client: Client) -> None:
    User.objects.filter(pk=dora.pk).update(language="it")
    client.post(LOGIN, {"login": dora.email, "password": PASSWORD})
    assert client.cookies["language"].value == "it"
