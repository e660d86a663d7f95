"""Where somebody is signed in: seen, ended, and written down without a network address."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.conf import LazySettings, settings
from django.contrib.sessions.backends.base import SessionBase
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from conftest import PASSWORD
from libitum.accounts.devices import device
from libitum.accounts.models import User
from libitum.accounts.services import create_person
from libitum.accounts.sessions import forget_stale, sign_ins, sign_out, sign_out_everywhere
from libitum.accounts.store import SessionStore

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
EDGE = (
    "Mozilla/5.0 (Windows NT 10.0; Win64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0"
)
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605 (KHTML, like Gecko) Version/19 Safari/604"
)


@pytest.fixture
def dora(db: None) -> User:
    return create_person(email="dora@example.org", password=PASSWORD, name="Dora", is_adult=True)


def signed_in(agent: str, address: str = "203.0.113.9") -> Client:
    client = Client(HTTP_USER_AGENT=agent, REMOTE_ADDR=address)
    assert client.post("/accounts/login/", {"login": "dora@example.org", "password": PASSWORD}).status_code == 302
    return client


def grow_old(client: Client) -> None:
    """So that the sign-in was an hour ago."""
    session = client.session
    session["signed_in_at"] -= 3600
    session.save()


@pytest.mark.parametrize(
    ("agent", "words"),
    [(FIREFOX, "Firefox, Linux"), (EDGE, "Edge, Windows"), (IPHONE, "Safari, iPhone"), ("", "Unknown browser")],
)
def test_a_device_is_known_again_by_a_few_words(agent: str, words: str) -> None:
    assert device(agent) == words


def test_no_network_address_is_kept(dora: User) -> None:
    signed_in(FIREFOX, "203.0.113.9")
    row = UserSession.objects.values().get()
    assert row["ip"].startswith("fd")
    assert "203.0.113" not in str(row)
    tables = connection.introspection.table_names()
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - names from the database itself
            assert "203.0.113" not in str(cursor.fetchall()), table


def test_the_page_lists_every_place_and_shows_no_address(dora: User) -> None:
    signed_in(IPHONE)
    page = signed_in(FIREFOX).get("/settings/sessions").content.decode()
    assert "Firefox, Linux" in page
    assert "Safari, iPhone" in page
    assert "203.0.113" not in page
    assert "fd" not in [word[:2] for word in page.split() if ":" in word and word.count(":") > 4]


def test_the_list_costs_the_same_however_many_places_there_are(dora: User) -> None:
    key = signed_in(FIREFOX).session.session_key
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            places = sign_ins(dora, key)
        counts.append((len(places), len(queries)))
        for _ in range(3):
            signed_in(IPHONE)
    assert counts == [(1, 2), (4, 2)]


def test_a_place_is_forgotten_when_nobody_gets_in_with_it(dora: User, bob: User, settings: LazySettings) -> None:
    def spoil(**told: Any) -> None:
        session = signed_in(IPHONE).session
        session.update(told)
        session.save()

    signed_in(FIREFOX).session.flush()  # ended; what was written of it stays behind
    spoil(_auth_user_id=str(bob.pk))
    spoil(_auth_user_hash="of another password")
    spoil(signed_in_at=int(timezone.now().timestamp()) - settings.SESSION_LIFETIME - 1)
    key = key_of(signed_in(FIREFOX).session)
    assert [place.is_current for place in sign_ins(dora, key)] == [True]
    assert [row.session_key for row in UserSession.objects.all()] == [key]


def test_one_place_is_signed_out(dora: User) -> None:
    phone, computer = signed_in(IPHONE), signed_in(FIREFOX)
    there = next(place for place in sign_ins(dora, computer.session.session_key) if not place.is_current)
    computer.post(f"/settings/sessions/{there.pk}/end")
    assert phone.get("/settings").status_code == 302
    assert computer.get("/settings").status_code == 200


def test_everywhere_else_and_everywhere(dora: User) -> None:
    phone, computer = signed_in(IPHONE), signed_in(FIREFOX)
    computer.post("/settings/sessions/end-others")
    assert (phone.get("/settings").status_code, computer.get("/settings").status_code) == (302, 200)
    computer.post("/settings/sessions/end-all")
    assert computer.get("/settings").status_code == 302
    assert not UserSession.objects.exists()


@pytest.mark.parametrize("which", ["{pk}/end", "end-others", "end-all"])
def test_an_old_session_shows_who_it_is_before_it_ends_others(dora: User, which: str) -> None:
    """ASVS 7.5.2; what was asked for goes on by itself once that is shown."""
    phone, computer = signed_in(IPHONE), signed_in(FIREFOX)
    there = next(place for place in sign_ins(dora, computer.session.session_key) if not place.is_current)
    grow_old(computer)
    path = f"/settings/sessions/{which.format(pk=there.pk)}"
    asked = computer.post(path)
    assert asked.headers["Location"].startswith("/accounts/reauthenticate/?next=")
    assert phone.get("/settings").status_code == 200
    wrong = computer.post(asked.headers["Location"], {"password": "not hers at all"})
    assert wrong.status_code == 200
    assert phone.get("/settings").status_code == 200
    computer.post(asked.headers["Location"], {"password": PASSWORD, "next": path})
    assert phone.get("/settings").status_code == 302
    assert computer.get("/settings").status_code == (302 if which == "end-all" else 200)


def test_nobody_ends_the_session_of_somebody_else(dora: User, bob: User) -> None:
    client = signed_in(FIREFOX)
    pk = UserSession.objects.get().pk
    assert not sign_out(user=bob, pk=pk)
    assert sign_out_everywhere(user=bob) == 0
    assert client.get("/settings").status_code == 200


def test_a_new_password_signs_out_the_others(dora: User) -> None:
    phone, computer = signed_in(IPHONE), signed_in(FIREFOX)
    new = {"oldpassword": PASSWORD, "password1": "another night in June", "password2": "another night in June"}
    assert computer.post("/accounts/password/change/", new).status_code == 302
    assert (phone.get("/settings").status_code, computer.get("/settings").status_code) == (302, 200)


def test_a_page_view_is_no_write_unless_a_quarter_of_an_hour_has_passed(dora: User) -> None:
    client = signed_in(FIREFOX)
    client.get("/settings")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get("/settings")
    assert not [query for query in queries if query["sql"].startswith(("UPDATE", "INSERT", "DELETE"))]
    before = timezone.now() - timedelta(minutes=20)
    UserSession.objects.update(last_seen_at=before)
    session = client.session
    session["seen_at"] = int(before.timestamp())
    session.save()
    client.get("/settings")
    assert UserSession.objects.get().last_seen_at > before


def test_what_is_written_of_a_session_goes_when_its_cookie_has_run_out(dora: User) -> None:
    signed_in(FIREFOX)
    assert forget_stale() == 0
    UserSession.objects.update(last_seen_at=timezone.now() - timedelta(days=31))
    assert forget_stale() == 1


def key_of(session: SessionBase) -> str:
    assert session.session_key
    return session.session_key


def test_signing_in_gives_the_session_another_key(dora: User) -> None:
    client = Client()
    session = client.session  # as if somebody had planted it
    session["planted"] = True
    session.save()
    planted = key_of(session)
    client.cookies[settings.SESSION_COOKIE_NAME] = planted
    client.post("/accounts/login/", {"login": "dora@example.org", "password": PASSWORD})
    assert client.cookies[settings.SESSION_COOKIE_NAME].value != planted
    assert not SessionStore().exists(planted)


def test_so_does_showing_once_more_who_one_is(dora: User) -> None:
    client = signed_in(FIREFOX)
    before = key_of(client.session)
    answer = client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert answer.status_code == 302
    assert client.session.session_key != before
    assert not SessionStore().exists(before)
    assert client.get("/settings").status_code == 200
    assert [place.is_current for place in sign_ins(dora, client.session.session_key)] == [True]


def test_a_session_ends_however_much_it_is_used(dora: User) -> None:
    client = signed_in(FIREFOX)
    session = client.session
    session["signed_in_at"] -= settings.SESSION_LIFETIME - 60
    session.save()
    assert client.get("/settings").status_code == 200
    session["signed_in_at"] -= 120
    session.save()
    assert client.get("/settings").status_code == 302
    assert not SessionStore().exists(key_of(session))


def test_who_signs_out_leaves_nothing_in_the_browser(dora: User) -> None:
    client = signed_in(FIREFOX)
    key = key_of(client.session)
    answer = client.post("/accounts/logout/")
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    assert answer.cookies[settings.SESSION_COOKIE_NAME].value == ""
    assert not SessionStore().exists(key)
    assert "Clear-Site-Data" not in client.post("/accounts/logout/").headers


def test_an_account_that_is_switched_off_or_deleted_is_out_at_once(dora: User, bob: User) -> None:
    client = signed_in(FIREFOX)
    User.objects.filter(pk=dora.pk).update(is_active=False)
    assert client.get("/settings").status_code == 302
    User.objects.filter(pk=dora.pk).update(is_active=True)
    client = signed_in(FIREFOX)
    dora.delete()
    assert client.get("/settings").status_code == 302


def test_the_operator_signs_out_one_person_or_everybody(dora: User, as_bob: Client) -> None:
    phone = signed_in(IPHONE)
    said = StringIO()
    call_command("sign_out", "Dora@example.org", stdout=said)
    assert said.getvalue() == "Sessions ended: 1.\n"
    assert (phone.get("/settings").status_code, as_bob.get("/settings").status_code) == (302, 200)
    computer = signed_in(FIREFOX)
    call_command("sign_out", "--everybody", stdout=said)
    assert (computer.get("/settings").status_code, as_bob.get("/settings").status_code) == (302, 302)
    with pytest.raises(CommandError, match="nobody here"):
        call_command("sign_out", "nobody@example.org")
