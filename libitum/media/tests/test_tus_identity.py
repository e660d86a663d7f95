"""Who may upload: a program by its key, a page by its session and token. Other people's uploads don't exist."""

import re

import pytest
from django.test import Client

from libitum.accounts.models import Scope, User
from libitum.catalog.models import Artist
from libitum.media.models import Upload

from .tus import COLLECTION, Tus, program_of

HEADERS = {"Tus-Resumable": "1.0.0", "Upload-Length": "10"}


def test_nobody_is_told_to_sign_in(db: None) -> None:
    for method in ("POST", "GET"):
        answer = Tus().ask(method, COLLECTION, {"Upload-Length": "10"}, length=0)
        assert answer.status == 401
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")
        assert answer.json["detail"]


@pytest.mark.parametrize("header", ["Bearer nonsense", "Bearer ", "Basic YTpi", "nonsense"])
def test_a_key_that_is_none_opens_nothing(db: None, header: str) -> None:
    assert Tus({"Authorization": header}).create(10).status == 401


def test_a_key_needs_the_permission(alice: User, ada: Artist) -> None:
    answer = program_of(alice, Scope.READ, Scope.WORKS).create(10)
    assert (answer.status, answer.json["code"]) == (403, "forbidden")
    assert not Upload.objects.exists()


def test_a_key_that_reads_sees_uploads_and_changes_none(alice: User, ada: Artist) -> None:
    where = program_of(alice).create(10).where
    reader = program_of(alice, Scope.READ)
    assert reader.ask("GET", where).json["size"] == 10
    assert reader.head(where).status == 200
    assert reader.patch(where, b"x", 0).status == 403
    assert reader.ask("DELETE", where).status == 403


@pytest.mark.parametrize("staff", [False, True])
def test_other_peoples_uploads_are_not_there(alice: User, ada: Artist, charlie: User, staff: bool) -> None:
    charlie.is_staff = staff
    charlie.save()
    where = program_of(alice).create(10).where
    other = program_of(charlie)
    assert other.head(where).status == 404
    assert other.patch(where, b"x", 0).status == 404
    assert other.ask("DELETE", where).status == 404
    assert other.ask("GET", where).status == 404
    assert other.ask("GET", COLLECTION).json["uploads"] == []


def test_a_session_needs_the_token_of_a_page(alice: User, ada: Artist) -> None:
    client = Client(enforce_csrf_checks=True, headers={"host": "localhost"})
    client.force_login(alice)
    assert client.post(COLLECTION, headers=HEADERS).status_code == 403
    assert client.post(COLLECTION, headers={**HEADERS, "X-CSRFToken": "x" * 64}).status_code == 403
    # The sign-in page sets the cookie and shows the token, as every page with a form does.
    client.logout()
    page = client.get("/accounts/login/")
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', page.content.decode())
    assert token is not None
    client.force_login(alice)
    assert client.post(COLLECTION, headers={**HEADERS, "X-CSRFToken": token[1]}).status_code == 201


def test_a_form_of_another_site_is_refused_unread(alice: User, ada: Artist) -> None:
    client = Client(enforce_csrf_checks=True, headers={"host": "localhost"})
    client.force_login(alice)
    answer = client.post(COLLECTION, {"csrfmiddlewaretoken": "x" * 64}, headers=HEADERS)
    assert answer.status_code == 403


def test_a_session_reads_without_a_token(as_alice: Client, ada: Artist) -> None:
    assert as_alice.get(COLLECTION).status_code == 200


def test_an_account_closed_by_moderators_uploads_nothing(alice: User, ada: Artist, tus: Tus) -> None:
    alice.is_active = False
    alice.save()
    assert tus.create(10).status == 401
