"""From a form to an account that can be used, without telling strangers who has one."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.utils import timezone

from conftest import PASSWORD
from libitum.accounts.models import User

from .letters import last_letter_to, link_in

SIGN_UP = "/accounts/signup/"


def answers(**changes: object) -> dict[str, object]:
    born_on = timezone.localdate() - timedelta(days=30 * 365)
    return {
        "name": "Dora",
        "email": "dora@example.org",
        "password1": PASSWORD,
        "born_on": born_on.isoformat(),
        **changes,
    }


def sign_up(client: Client, **changes: object) -> str:
    """Where the form leads, or its page."""
    response = client.post(SIGN_UP, answers(**changes))
    return str(response.headers.get("Location") or response.content.decode())


def test_an_account_opens_with_the_link_in_the_letter(db: None, client: Client) -> None:
    assert sign_up(client) == "/accounts/confirm-email/"
    dora = User.objects.get(email="dora@example.org")
    assert (dora.name, dora.is_adult, dora.language) == ("Dora", True, "en")
    assert client.get("/settings").status_code == 302
    link = link_in(last_letter_to("dora@example.org"))
    assert "Dora" in client.get(link).content.decode()
    assert not EmailAddress.objects.get(user=dora).verified, "a look at the page confirms nothing"
    client.post(link)
    assert EmailAddress.objects.get(user=dora).verified
    assert client.get("/settings").status_code == 200


def test_without_the_link_nobody_gets_in(db: None, client: Client) -> None:
    sign_up(client)
    fresh = Client()
    answer = fresh.post("/accounts/login/", {"login": "dora@example.org", "password": PASSWORD})
    assert answer.headers["Location"] == "/accounts/confirm-email/"
    assert fresh.get("/settings").status_code == 302


def test_a_minor_is_kept_as_not_adult_and_nothing_more(db: None, client: Client) -> None:
    born_on = timezone.localdate() - timedelta(days=15 * 365)
    sign_up(client, born_on=born_on.isoformat())
    dora = User.objects.get(email="dora@example.org")
    assert not dora.is_adult
    row = User.objects.filter(pk=dora.pk).values().get()
    assert born_on.isoformat() not in str(row)
    assert str(born_on.year) not in str({key: value for key, value in row.items() if not key.endswith("_at")})


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": "  "}, "This field is required"),
        ({"name": "…"}, "A name needs letters or digits"),
        ({"name": "dora@example.org"}, "Everybody would see this e-mail address"),
        ({"name": "Do\u202era"}, "A name needs letters or digits"),
        ({"email": "dora"}, "Enter a valid email address"),
        ({"password1": "short"}, "too short"),
        ({"password1": "password1234"}, "too common"),
        ({"born_on": ""}, "We need to know whether you are an adult"),
        ({"born_on": "2999-01-01"}, "check the year"),
        ({"born_on": "yesterday"}, "Enter a valid date"),
    ],
)
def test_wrong_answers_come_back_with_a_sentence(
    db: None, client: Client, wrong: dict[str, object], sentence: str
) -> None:
    page = sign_up(client, **wrong)
    assert sentence in page
    assert not User.objects.exists()
    if "email" not in wrong:
        assert 'value="dora@example.org"' in page, "what was typed is kept"


def test_who_has_an_account_already_is_told_by_letter_alone(alice: User, client: Client) -> None:
    taken, free = sign_up(client, email=alice.email), sign_up(Client(), email="new@example.org")
    assert taken == free
    assert User.objects.filter(email=alice.email).count() == 1
    assert "there is one already" in last_letter_to(alice.email)


def test_letters_speak_of_the_site_by_its_name(db: None, client: Client) -> None:
    sign_up(client)
    letter = mail.outbox[-1]
    assert letter.subject == "[Libitum] Confirm your e-mail address"
    assert "example.com" not in letter.body
    assert "http://localhost:8000" in letter.body
