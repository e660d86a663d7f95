"""A listener's own switches, and the browser's signal."""

from datetime import timedelta
from http import HTTPStatus

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client, RequestFactory
from django.utils import timezone

from libitum.accounts.models import User
from libitum.rights.models import PrivacySignal, Word
from libitum.rights.selectors.listening import may_keep_history, may_personalise
from libitum.rights.tests.saying import accept, publish_terms

PAGE = "/settings/listening"
PRIVATE = {"Sec-GPC": "1"}


@pytest.fixture(autouse=True)
def accepted(bob: User) -> None:
    accept(publish_terms(), bob)


def personal(user: User, **headers: str) -> bool:
    return may_personalise(user, RequestFactory().get("/", headers=headers))


def test_on_by_the_terms_and_off_by_a_switch(as_bob: Client, bob: User) -> None:
    assert personal(bob)
    assert may_keep_history(bob)
    as_bob.post(PAGE, {"listen.history": "no", "listen.personalise": "yes"})
    assert not may_keep_history(bob)
    assert personal(bob)
    as_bob.post(PAGE, {"listen.history": "yes", "listen.personalise": "no"})
    assert may_keep_history(bob)
    assert not personal(bob)


def test_without_an_account_or_without_terms_nothing_is_personal(alice: User) -> None:
    assert not may_personalise(AnonymousUser())
    assert not may_personalise(alice)
    assert not may_keep_history(AnonymousUser())


def test_saving_without_a_change_says_nothing(as_bob: Client) -> None:
    as_bob.post(PAGE, {"listen.history": "yes", "listen.personalise": "yes"})
    assert not Word.objects.exists()


def test_the_browsers_signal_switches_it_off_everywhere(as_bob: Client, bob: User) -> None:
    assert not personal(bob, **PRIVATE), "also before it has been written down"
    shown = as_bob.get(PAGE, headers=PRIVATE).content.decode()
    assert "Off, because your browser asks for it" in shown
    assert not personal(bob), "on the telephone as well, and in the background"
    assert not may_personalise(bob)
    assert may_keep_history(bob), "what I heard stays mine to find"


def test_who_switches_it_on_after_the_signal_means_it(as_bob: Client, bob: User) -> None:
    as_bob.get(PAGE, headers=PRIVATE)
    as_bob.post(PAGE, {"listen.personalise": "yes"}, headers=PRIVATE)
    assert personal(bob, **PRIVATE)
    as_bob.post(PAGE, {"listen.personalise": "no"}, headers=PRIVATE)
    assert not personal(bob, **PRIVATE)


def test_what_was_switched_on_before_the_signal_does_not_count(as_bob: Client, bob: User) -> None:
    as_bob.post(PAGE, {"listen.personalise": "no"})
    as_bob.post(PAGE, {"listen.personalise": "yes"})
    assert personal(bob)
    PrivacySignal.objects.create(user=bob, since=timezone.now() + timedelta(seconds=2))
    assert not personal(bob)


def test_another_value_is_no_signal(as_bob: Client, bob: User) -> None:
    as_bob.get(PAGE, headers={"Sec-GPC": "0"})
    assert personal(bob, **{"Sec-GPC": "0"})
    assert not PrivacySignal.objects.exists()


def test_nonsense_changes_nothing(as_bob: Client) -> None:
    assert as_bob.post(PAGE, {"listen.history": "perhaps"}).status_code == HTTPStatus.FOUND
    assert not Word.objects.exists()
