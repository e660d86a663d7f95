"""Who gets in with what, and how they are told that they don't."""

from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone

from libitum.accounts.models import ApiToken, User
from libitum.catalog.models import Artist, Track, Visibility
from libitum.catalog.services import take_down

from .programs import ANYBODYS, Program, json_of, program_of


def test_without_a_key_the_answer_says_what_opens(db: None) -> None:
    response = ANYBODYS.get("/me")
    assert response.status_code == 401
    assert response["WWW-Authenticate"] == 'Bearer realm="libitum"'
    assert response["Content-Type"] == "application/problem+json"
    assert json_of(response)["detail"].startswith("Say who you are")


@pytest.mark.parametrize("header", ["Bearer nonsense", "Bearer", "Basic YWxpY2U6eA==", "libitum_x", "Bearer a b", ""])
def test_a_key_that_is_none_is_refused_even_where_none_is_needed(client: Client, song: Track, header: str) -> None:
    response = client.get("/api/v1/tracks", headers={"Authorization": header})
    assert response.status_code == 401
    assert 'error="invalid_token"' in response["WWW-Authenticate"]


def test_an_ended_key_opens_nothing(alice: User) -> None:
    program = program_of(alice, "read")
    assert program.get("/me").status_code == 200
    ApiToken.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert program.get("/me").status_code == 401


def test_what_a_key_lacks_is_named(alice: User, ada: Artist) -> None:
    response = program_of(alice, "read").post("/tracks", artist=ada.uid, title="New")
    assert response.status_code == 403
    assert 'error="insufficient_scope", scope="works"' in response["WWW-Authenticate"]
    assert "works" in json_of(response)["detail"]


def test_a_moderators_key_moderates_only_if_made_for_it(song: Track, mona: User) -> None:
    take_down(work=song)
    where = f"/tracks/{song.uid}"
    assert program_of(mona, "read").get(where).status_code == 404
    assert program_of(mona, "read", "moderate").get(where).status_code == 200
    assert program_of(mona, "moderate").get(where).status_code == 404


def test_a_suspended_person_is_nobody(alice: User, song: Track) -> None:
    program = program_of(alice, "read")
    User.objects.update(is_active=False)
    assert program.get("/me").status_code == 401


def test_a_signed_in_browser_reads_and_changes_only_from_our_own_pages(alice: User, song: Track) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(alice)
    where = f"/api/v1/tracks/{song.uid}"
    Track.objects.update(visibility=Visibility.PRIVATE)
    assert browser.get(where).status_code == 200
    foreign = browser.patch(where, {"title": "Stolen"}, "application/json")
    assert (foreign.status_code, foreign.json()["code"]) == (403, "csrf")
    browser.cookies["csrftoken"] = "a" * 32
    own = browser.patch(where, {"title": "Mine"}, "application/json", headers={"X-CSRFToken": "a" * 32})
    assert own.status_code == 200


def test_the_session_doesnt_come_along_with_a_key(as_alice: Client, song: Track, bob: User) -> None:
    Track.objects.update(visibility=Visibility.PRIVATE)
    his = program_of(bob, "read").key
    response = as_alice.get(f"/api/v1/tracks/{song.uid}", headers={"Authorization": f"Bearer {his}"})
    assert response.status_code == 404


def test_there_is_an_end_to_asking(song: Track, settings: LazySettings, alice: User) -> None:
    settings.RATES = settings.RATES | {"read": 3, "write": 1, "refused-key": 2}
    answers = [ANYBODYS.get("/tracks") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert 0 < int(answers[-1]["Retry-After"]) <= 60
    assert "seconds" in json_of(answers[-1])["detail"]
    # A key is counted by itself, and its writes by themselves.
    hers = program_of(alice, "read", "works")
    assert hers.get("/tracks").status_code == 200
    codes = [hers.patch(f"/tracks/{song.uid}", title="New").status_code for _ in range(2)]
    assert codes == [200, 429]


def test_whoever_tries_keys_is_slowed_down(db: None, settings: LazySettings) -> None:
    settings.RATES = settings.RATES | {"read": 100, "write": 100, "refused-key": 2}
    codes = [Program("wrong").get("/tracks").status_code for _ in range(4)]
    assert codes == [401, 401, 429, 429]


def test_no_address_is_kept_for_counting(song: Track) -> None:
    from django.core.cache import caches  # noqa: PLC0415 - its innards are looked at here alone

    ANYBODYS.get("/tracks")
    kept = caches["limits"]._cache  # type: ignore[attr-defined]
    assert kept
    assert not any("127.0.0.1" in key for key in kept)


@pytest.mark.parametrize("word", ["access_token", "token", "key", "api_key", "authorization", "sessionid"])
def test_a_key_or_session_in_an_address_opens_nothing(alice: User, as_alice: Client, word: str) -> None:
    """RFC 6750, section 2.3, has a form for it; addresses end up in histories and logs (ASVS 14.2.1)."""
    session = as_alice.session.session_key
    for value in (program_of(alice, "read", "profile").key, session):
        for address in (f"/api/v1/me?{word}={value}", f"/settings?{word}={value}"):
            answer = Client().get(address)
            assert answer.status_code in {302, 401, 422}
            assert "Alice" not in answer.content.decode()
