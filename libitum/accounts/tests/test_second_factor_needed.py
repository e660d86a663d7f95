"""Who must have a second factor goes nowhere before they have set one up; the operator says who must."""

import pytest
from allauth.mfa.models import Authenticator
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse

from conftest import PASSWORD
from libitum.accounts.models import User
from libitum.accounts.tokens import create_token
from libitum.catalog.models import Artist, Track

SET_UP = "/accounts/2fa/"


@pytest.fixture
def client_of_mona(client: Client, mona: User) -> Client:
    """She moderates and has nothing but a password."""
    Authenticator.objects.all().delete()
    client.force_login(mona)
    return client


@pytest.mark.parametrize("path", ["/", "/moderation", "/operator", "/settings", "/settings/keys", "/no/such/page"])
def test_every_page_leads_to_where_one_is_set_up(client_of_mona: Client, path: str) -> None:
    answer = client_of_mona.get(path)
    if path == "/no/such/page":
        assert answer.status_code == 404
        return
    assert (answer.status_code, answer.headers["Location"]) == (302, SET_UP)
    assert "a second factor before you go on" in client_of_mona.get(SET_UP).content.decode()


def test_nothing_is_done_before(client_of_mona: Client, mona: User, ada: Artist) -> None:
    before = mona.name
    answer = client_of_mona.post("/settings", {"name": "Another", "language": "en"})
    assert (answer.status_code, answer.headers["Location"]) == (302, SET_UP)
    mona.refresh_from_db()
    assert mona.name == before


def test_a_program_and_a_script_learn_why(client_of_mona: Client, mona: User, song: Track) -> None:
    script = client_of_mona.get("/api/v1/me")
    assert (script.status_code, script.json()["code"]) == (403, "second_factor")
    _, moderates = create_token(user=mona, name="robot", scopes=["read", "moderate"])
    key = {"authorization": f"Bearer {moderates}"}
    program = Client().get("/api/v1/moderation/cases", headers=key)
    assert (program.status_code, program.json()["code"]) == (403, "second_factor")
    Track.objects.filter(pk=song.pk).update(visibility="private")
    assert Client().get(f"/api/v1/tracks/{song.uid}", headers=key).status_code == 404
    assert Client().get("/api/v1/me", headers=key).status_code == 200


def test_she_can_set_one_up_sign_out_and_choose_a_language(client_of_mona: Client) -> None:
    for path in (SET_UP, "/accounts/2fa/totp/activate/", "/accounts/2fa/webauthn/add/"):
        went = client_of_mona.get(path, follow=True).redirect_chain
        assert went in ([], [(f"/accounts/reauthenticate/?next={path}", 302)])
    for path in ("/about", "/terms", "/policies/"):
        assert client_of_mona.get(path).status_code == 200
    address = reverse("set_language")
    chosen = client_of_mona.post(address, {"language": "it", "next": SET_UP})
    assert (chosen.status_code, chosen.headers["Location"]) == (302, SET_UP)
    assert "secondo fattore" not in client_of_mona.get(SET_UP).content.decode()  # nothing stopped her
    assert client_of_mona.post("/accounts/logout/").headers["Location"] == "/"


def test_with_one_she_goes_on(client: Client, mona: User) -> None:
    client.force_login(mona)
    assert client.get("/moderation").status_code == 200


def test_signing_in_by_password_leads_there_at_once(client: Client, mona: User) -> None:
    Authenticator.objects.all().delete()
    mona.emailaddress_set.create(email=mona.email, verified=True, primary=True)
    answer = client.post("/accounts/login/", {"login": mona.email, "password": PASSWORD})
    assert (answer.status_code, answer.headers["Location"]) == (302, SET_UP)


@pytest.mark.parametrize(
    ("wanted", "statuses"),
    [("nobody", [200, 200]), ("moderators", [200, 302]), ("everybody", [302, 302])],
)
def test_the_operator_says_who_must(
    client_of_mona: Client, bob: User, settings: LazySettings, wanted: str, statuses: list[int]
) -> None:
    settings.SECOND_FACTOR = wanted
    client = Client()
    client.force_login(bob)
    assert [each.get("/settings").status_code for each in (client, client_of_mona)] == statuses


def test_what_does_not_depend_on_the_session_does_not_look_at_it(client_of_mona: Client) -> None:
    answer = client_of_mona.get("/feed.xml")
    assert answer.status_code == 200
    assert "Cookie" not in answer.headers.get("Vary", "")
