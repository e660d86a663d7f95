"""What a person keeps in order about themselves, as pages."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from conftest import PASSWORD
from libitum.accounts.models import ApiToken, User
from libitum.accounts.services import create_person
from libitum.accounts.tests.letters import last_letter_to, link_in
from libitum.accounts.tokens import find_token
from libitum.catalog.models import Artist, Credit, Track
from libitum.catalog.services import create_secret_link, update_track

SECTIONS = [
    "/settings",
    "/settings/sessions",
    "/settings/keys",
    "/settings/data",
    "/settings/data/export",
    "/settings/close",
]


@pytest.fixture
def dora(db: None) -> User:
    return create_person(email="dora@example.org", password=PASSWORD, name="Dora", is_adult=True)


@pytest.fixture
def as_dora(dora: User) -> Client:
    """Just signed in, so that nothing asks again who it is."""
    client = Client()
    client.post("/accounts/login/", {"login": dora.email, "password": PASSWORD})
    return client


@pytest.fixture
def an_hour_later(as_dora: Client) -> Client:
    session = as_dora.session
    session["signed_in_at"] -= 3600
    session.save()
    return as_dora


@pytest.mark.parametrize("path", SECTIONS)
def test_settings_are_for_who_is_signed_in(db: None, client: Client, path: str) -> None:
    assert client.get(path).headers["Location"] == f"/accounts/login/?next={path}"


def test_the_profile_changes_name_and_language(as_alice: Client, alice: User) -> None:
    answer = as_alice.post("/settings", {"name": "Alice Neri", "language": "fr"})
    alice.refresh_from_db()
    assert (alice.name, alice.language) == ("Alice Neri", "fr")
    assert answer.cookies["language"].value == "fr"
    assert as_alice.post("/settings", {"name": "Alice Neri", "language": ""}).cookies["language"].value == ""


def test_a_name_that_can_not_be_stays_in_its_box(as_alice: Client, alice: User) -> None:
    answer = as_alice.post("/settings", {"name": "alice@example.org", "language": ""})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Everybody would see this e-mail address" in page
    assert 'value="alice@example.org"' in page
    alice.refresh_from_db()
    assert alice.name == "Alice"


def test_coming_of_age(as_alice: Client, alice: User) -> None:
    User.objects.filter(pk=alice.pk).update(is_adult=False)
    today = timezone.localdate()
    answer = as_alice.post("/settings/age", {"born_on": (today - timedelta(days=16 * 365)).isoformat()})
    assert "you are not an adult yet" in answer.content.decode()
    assert "check the year" in as_alice.post("/settings/age", {"born_on": "1800-01-01"}).content.decode()
    as_alice.post("/settings/age", {"born_on": (today - timedelta(days=19 * 365)).isoformat()})
    alice.refresh_from_db()
    assert alice.is_adult
    assert "Of age?" not in as_alice.get("/settings").content.decode()


class TestKeys:
    answers = {"name": "A script", "scopes": ["read", "upload"], "days": "30"}

    def test_a_key_is_shown_once(self, as_dora: Client, dora: User) -> None:
        page = as_dora.post("/settings/keys", self.answers).content.decode()
        token = ApiToken.objects.get(user=dora)
        key = next(word.split('"')[0] for word in page.split('value="') if word.startswith("libitum_"))
        assert find_token(key) == token
        assert sorted(token.scopes) == ["read", "upload"]
        assert token.expires_at is not None
        assert timedelta(days=29) < token.expires_at - timezone.now() < timedelta(days=31)
        again = as_dora.get("/settings/keys")
        assert key not in again.content.decode()
        assert "no-store" in again.headers["Cache-Control"]

    def test_a_key_asks_who_it_is_and_then_goes_on_with_what_was_typed(self, an_hour_later: Client) -> None:
        client = an_hour_later
        asked = client.post("/settings/keys", self.answers)
        assert asked.headers["Location"] == "/accounts/reauthenticate/?next=%2Fsettings%2Fkeys"
        assert not ApiToken.objects.exists()
        page = client.post(asked.headers["Location"], {"password": PASSWORD}).content.decode()
        assert ApiToken.objects.get().name == "A script"
        assert "libitum_" in page

    def test_what_is_missing_is_said(self, as_dora: Client) -> None:
        answer = as_dora.post("/settings/keys", {"name": "A script", "days": "30"})
        assert answer.status_code == 422
        assert "Choose at least one thing" in answer.content.decode()
        assert 'value="A script"' in answer.content.decode()

    def test_nobody_but_moderators_is_offered_moderation(self, as_dora: Client) -> None:
        assert 'value="moderate"' not in as_dora.get("/settings/keys").content.decode()
        assert as_dora.post("/settings/keys", {**self.answers, "scopes": ["moderate"]}).status_code == 422

    def test_revoked_it_opens_nothing(self, as_dora: Client) -> None:
        page = as_dora.post("/settings/keys", self.answers).content.decode()
        key = next(word.split('"')[0] for word in page.split('value="') if word.startswith("libitum_"))
        token = ApiToken.objects.get()
        as_dora.post(f"/settings/keys/{token.uid}/revoke")
        assert find_token(key) is None
        assert "Revoked" in as_dora.get("/settings/keys").content.decode()

    def test_nobody_revokes_the_key_of_somebody_else(self, as_dora: Client, as_bob: Client) -> None:
        as_dora.post("/settings/keys", self.answers)
        assert as_bob.post(f"/settings/keys/{ApiToken.objects.get().uid}/revoke").status_code == 404
        assert ApiToken.objects.get().revoked_at is None


def test_a_new_address_holds_when_it_is_confirmed(as_dora: Client, dora: User) -> None:
    as_dora.post("/accounts/email/", {"email": "new@example.org", "action_add": ""})
    page = as_dora.get("/accounts/email/").content.decode()
    assert "Waiting to be confirmed" in page
    dora.refresh_from_db()
    assert dora.email == "dora@example.org"
    as_dora.post(link_in(last_letter_to("new@example.org")))
    dora.refresh_from_db()
    assert dora.email == "new@example.org"
    assert "new@example.org" in last_letter_to("dora@example.org"), "the former address is told"


def test_an_address_that_somebody_has_is_not_given_away(as_dora: Client, alice: User) -> None:
    as_dora.post("/accounts/email/", {"email": alice.email, "action_add": ""})
    assert "already" not in as_dora.get("/accounts/email/").content.decode()
    assert User.objects.get(name="Dora").email == "dora@example.org"


class TestData:
    def test_everything_told_can_be_taken_along(self, as_alice: Client, alice: User, song: Track) -> None:
        link = create_secret_link(actor=alice, work=song, label="For Bob")
        update_track(actor=alice, track=song, tags=["sea", "night"], lyrics="O mare")
        Credit.objects.create(track=song, role="composer", name="Ada Ferrante")
        answer = as_alice.get("/settings/data/export")
        assert answer.headers["Content-Disposition"].startswith('attachment; filename="libitum-')
        told = json.loads(answer.content)
        assert told["account"]["email"] == alice.email
        assert told["artists"][0]["name"] == "Ada Ferrante"
        track = told["tracks"][0]
        assert (track["title"], track["lyrics"], track["tags"]) == ("First light", "O mare", ["night", "sea"])
        assert track["credits"][0]["name"] == "Ada Ferrante"
        assert track["links"][0]["label"] == "For Bob"
        assert link.token not in str(told)
        assert "password" not in told["account"]
        assert not {"digest", "token"} & set(str(told).split("'"))

    @pytest.mark.usefixtures("song")
    def test_nothing_of_others_is_in_it(self, as_bob: Client) -> None:
        told = json.loads(as_bob.get("/settings/data/export").content)
        assert told["tracks"] == told["artists"] == []

    def test_the_room_taken_is_said(self, as_alice: Client) -> None:
        assert "are taken" in as_alice.get("/settings/data").content.decode()


class TestLeaving:
    def test_it_takes_a_password_and_a_word(self, dora: User, ada: Artist, an_hour_later: Client) -> None:
        client = an_hour_later
        assert client.get("/settings/close").headers["Location"].startswith("/accounts/reauthenticate/")
        client.post("/accounts/reauthenticate/?next=/settings/close", {"password": PASSWORD})
        answer = client.post("/settings/close", {"word": "yes"})
        assert answer.status_code == 422
        assert "Nothing was deleted" in answer.content.decode()
        assert User.objects.filter(pk=dora.pk).exists()
        client.post("/settings/close", {"word": " DELETE "})
        assert not User.objects.filter(pk=dora.pk).exists()
        assert client.get("/settings").status_code == 302
        assert Artist.objects.get() == ada, "others keep theirs"

    def test_it_says_what_goes(self, as_dora: Client, dora: User) -> None:
        Artist.objects.create(owner=dora, name="Dora", slug="dora")
        page = " ".join(as_dora.get("/settings/close").content.decode().split())
        assert "1 artist page, 0 releases, 0 tracks," in page
        assert "What stays" in page
