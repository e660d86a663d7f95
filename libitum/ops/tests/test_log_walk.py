"""A walk through the site, after which the log knows what happened and not who was there."""

import re

import pytest
from django.core import mail
from django.test import Client

from libitum.accounts.models import User
from libitum.accounts.services import create_person
from libitum.accounts.tokens import create_token
from libitum.catalog.models import Track
from libitum.catalog.services import create_secret_link, update_track

from .conftest import Lines

ADDRESS = "203.0.113.9"
PASSWORD = "a clear night in March"
NEW_PASSWORD = "another clear night in May"
BROWSER = "Mozilla/5.0 (Peculiar; Walker 7.1)"


@pytest.fixture
def walker() -> Client:
    return Client(raise_request_exception=False, REMOTE_ADDR=ADDRESS, headers={"user-agent": BROWSER})


@pytest.fixture
def dora(db: None) -> User:
    return create_person(email="dora.private@example.org", password=PASSWORD, name="Dora")


def sign_up_and_fail(walker: Client) -> None:
    fields = {"email": "newcomer@example.org", "password1": PASSWORD, "password2": PASSWORD, "name": "New"}
    walker.post("/accounts/signup/", {**fields, "born_on": "1980-02-03", "birth_date": "1980-02-03"})
    walker.post("/accounts/login/", {"login": "newcomer@example.org", "password": "hunter2-hunter2"})


def forget_the_password(walker: Client) -> str:
    """The key in the letter's link."""
    walker.post("/accounts/password/reset/", {"email": "dora.private@example.org"})
    letter = str(mail.outbox[-1].body)
    (path,) = re.findall(r"https?://[^/\s]+(/accounts/password/reset/key/\S+)", letter)
    walker.get(path)
    walker.get(path, follow=True)
    return str(path.rstrip("/").rpartition("/")[2])


def wander(walker: Client, song: Track) -> list[str]:
    """Secrets that were in the addresses, headers and bodies on the way."""
    update_track(actor=song.artist.owner, track=song, visibility="unlisted", title="Not for everybody")
    link = create_secret_link(actor=song.artist.owner, work=song)
    _, key = create_token(user=song.artist.owner, name="a program", scopes=["read"])
    for page in (
        f"/ada-ferrante/{song.slug}/s/{link.token}",
        f"/ada-ferrante/{song.slug}/s/wrong-{link.token}",
        f"/ada-ferrante/{song.slug}",
        f"/api/v1/tracks/{song.uid}/playback?key={link.token}",
        "/search?q=my+rare+illness",
        "/nowhere/at/all?token=swordfish",
        "/accounts/login/?next=/my/tracks",
        "/settings",
        "/",
    ):
        walker.get(page)
    walker.get("/api/v1/me", headers={"authorization": f"Bearer {key}"})
    walker.get("/api/v1/me", headers={"authorization": f"Bearer {key}x"})
    walker.get("/", headers={"host": "evil.example.net"})
    walker.post(
        f"/notices/new?about=track:{song.uid}", {"email": "witness@example.org", "explanation": "private words"}
    )
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False, REMOTE_ADDR=ADDRESS)
    strict.post("/accounts/login/", {"login": "dora.private@example.org", "password": PASSWORD})
    return [link.token, key, "swordfish", "illness", "evil.example.net", "witness", "private words"]


def test_the_log_knows_what_happened_and_not_who_was_there(
    walker: Client, dora: User, song: Track, log_lines: Lines
) -> None:
    sign_up_and_fail(walker)
    secrets = [forget_the_password(walker), *wander(walker, song)]
    walker.post("/accounts/login/", {"login": dora.email, "password": PASSWORD})
    walker.get("/settings")
    session = walker.session.session_key
    walker.post("/accounts/logout/")

    lines = log_lines()
    text = str(lines)
    people = ["newcomer", "dora", "Dora", "Alice", "alice@", "1980-02-03", PASSWORD, "hunter2", ADDRESS, "Walker", "@"]
    for word in [*people, *secrets, str(session), "Not for everybody", "not-for-everybody"]:
        assert word not in text, f"{word!r} is in the log"
    requests = [line for line in lines if line["message"] == "request"]
    assert len(requests) >= 18
    assert {"account_signup", "account_login", "track-secret", "search", "settings"} <= {
        line["route"] for line in requests
    }
    assert all({"status", "duration_ms", "method", "request_id"} <= set(line) for line in requests)
    assert not [line for line in lines if line["level"] in ("ERROR", "CRITICAL")]
