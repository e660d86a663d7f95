"""Keys follow passkeys; what happens to them is logged, listed and mailed; new and recovered ones wait."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.account.signals import email_changed, password_reset
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.core import mail
from django.test import Client
from django.utils import timezone

from conftest import PASSWORD
from libitum.accounts.models import User
from libitum.accounts.recovery import RecoveryCodes
from libitum.accounts.services import close_account, create_person
from libitum.accounts.tests.letters import last_letter_to, link_in
from libitum.ledger.models import Entry
from libitum.rights.models import KeyEvent, SigningKey
from libitum.rights.services.keys import enrol
from libitum.rights.sweeps import settle_keys
from libitum_verify.canonical import parse
from libitum_verify.rights.receipt import key_digest

from .devices import Device, add_passkey

NEW = "another clear night"
SIGN_IN = "/accounts/login/"
ADD = "/accounts/2fa/webauthn/add/"


@pytest.fixture
def dora(db: None) -> User:
    return create_person(email="dora@example.org", password=PASSWORD, name="Dora", is_adult=True)


@pytest.fixture
def as_dora(dora: User) -> Client:
    client = Client()
    client.post(SIGN_IN, {"login": dora.email, "password": PASSWORD})
    return client


def logged(kind: str) -> list[dict[str, Any]]:
    return [parse(bytes(row.body)) for row in Entry.objects.filter(type=kind).order_by("pk")]


def register(client: Client, device: Device, name: str = "Phone") -> None:
    """Through the site's own page, as a browser would."""
    page = client.get(ADD).content.decode()
    found = re.search(r'<script id="passkey-options" type="application/json">(.*?)</script>', page, re.DOTALL)
    assert found, page
    challenge = json.loads(found[1])["publicKey"]["challenge"]
    answer = client.post(ADD, {"name": name, "credential": json.dumps(device.registration(challenge))})
    assert answer.status_code == 302


def test_a_passkey_becomes_a_key_that_waits(
    dora: User, as_dora: Client, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        register(as_dora, Device())
    key = SigningKey.objects.get(user=dora)
    assert (key.name, key.algorithm) == ("Phone", -7)
    assert key.may_grant_from - key.enrolled_at == timedelta(hours=72)
    (entry,) = logged("key.enrol")
    assert entry["key"] == key_digest(key.public_key)
    assert (entry["recovered"], entry["grants_from"][:10]) == (False, f"{key.may_grant_from:%Y-%m-%d}")
    assert [event.kind for event in KeyEvent.objects.filter(user=dora)] == ["enrolled"]
    letters = [letter for letter in mail.outbox if "passkey" in letter.subject.lower()]
    assert len(letters) == 1
    assert "“Phone” was added" in letters[0].body
    assert "It can allow nothing to be done with your music before" in letters[0].body


@pytest.mark.parametrize("algorithm", [-7, -8, -257])
def test_each_algorithm_that_can_sign(alice: User, algorithm: int) -> None:
    assert add_passkey(alice, Device(algorithm)).algorithm == algorithm


def test_the_operators_setting_counts(alice: User, settings: Any) -> None:
    settings.KEY_WAIT_HOURS = 0
    assert add_passkey(alice, Device()).may_grant_from <= timezone.now()


def test_a_removed_passkey_signs_no_more(dora: User, as_dora: Client, django_capture_on_commit_callbacks: Any) -> None:
    register(as_dora, Device())
    authenticator = Authenticator.objects.get(user=dora, type="webauthn")
    with django_capture_on_commit_callbacks(execute=True):
        as_dora.post(f"/accounts/2fa/webauthn/keys/{authenticator.pk}/remove/")
    key = SigningKey.objects.get(user=dora)
    assert key.revoked_at is not None
    assert [entry["key"] for entry in logged("key.revoke")] == [key_digest(key.public_key)]
    assert "was removed" in last_letter_to("dora@example.org")
    assert [event.kind for event in KeyEvent.objects.order_by("pk")] == ["enrolled", "revoked"]


def test_a_key_is_called_as_its_passkey(dora: User, as_dora: Client) -> None:
    register(as_dora, Device())
    authenticator = Authenticator.objects.get(user=dora, type="webauthn")
    as_dora.post(f"/accounts/2fa/webauthn/keys/{authenticator.pk}/edit/", {"name": "Old phone"})
    assert SigningKey.objects.get(user=dora).name == "Old phone"


def is_waiting_anew(key: SigningKey) -> bool:
    key.refresh_from_db()
    return key.may_grant_from > timezone.now() + timedelta(hours=71)


@pytest.fixture
def old_key(dora: User) -> SigningKey:
    key = add_passkey(dora, Device())
    SigningKey.objects.update(may_grant_from=timezone.now() - timedelta(days=30))
    return key


class TestRecovery:
    def test_a_new_password_by_letter(
        self, dora: User, old_key: SigningKey, django_capture_on_commit_callbacks: Any
    ) -> None:
        client = Client()
        client.post("/accounts/password/reset/", {"email": dora.email})
        page = client.get(link_in(last_letter_to(dora.email)), follow=True)
        with django_capture_on_commit_callbacks(execute=True):
            client.post(page.redirect_chain[-1][0], {"password1": NEW, "password2": NEW})
        dora.refresh_from_db()
        assert dora.check_password(NEW)
        assert is_waiting_anew(old_key)
        assert [entry["recovered"] for entry in logged("key.enrol")] == [False, True]
        assert "without a passkey" in last_letter_to(dora.email)

    def test_a_recovery_code(self, dora: User, old_key: SigningKey) -> None:
        codes = RecoveryCodes.activate(dora)
        codes.mark_as_viewed()
        code = codes.get_unused_codes()[0]
        client = Client()
        client.post(SIGN_IN, {"login": dora.email, "password": PASSWORD})
        assert client.post("/accounts/2fa/authenticate/", {"code": code}).status_code == 302
        assert is_waiting_anew(old_key)

    def test_another_address_is_told_to_both(
        self, dora: User, old_key: SigningKey, django_capture_on_commit_callbacks: Any
    ) -> None:
        former = EmailAddress.objects.get(user=dora)
        new = EmailAddress.objects.create(user=dora, email="new@example.org", verified=True)
        new.set_as_primary()
        dora.refresh_from_db()
        with django_capture_on_commit_callbacks(execute=True):
            email_changed.send(
                sender=EmailAddress, request=None, user=dora, from_email_address=former, to_email_address=new
            )
        assert is_waiting_anew(old_key)
        for address in ("dora@example.org", "new@example.org"):
            assert "Your passkeys still sign you in" in last_letter_to(address)

    def test_it_never_shortens_a_wait(self, dora: User, old_key: SigningKey) -> None:
        far = timezone.now() + timedelta(days=9)
        SigningKey.objects.update(may_grant_from=far)
        password_reset.send(sender=User, request=None, user=dora)
        old_key.refresh_from_db()
        assert old_key.may_grant_from == far

    def test_a_password_changed_by_who_knows_it_is_none(self, dora: User, as_dora: Client, old_key: SigningKey) -> None:
        typed = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
        as_dora.post("/accounts/password/change/", typed)
        dora.refresh_from_db()
        assert dora.check_password(NEW)
        assert not is_waiting_anew(old_key)

    def test_without_keys_there_is_nothing_to_tell(self, dora: User, django_capture_on_commit_callbacks: Any) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            password_reset.send(sender=User, request=None, user=dora)
        assert mail.outbox == []


def test_a_credential_of_somebody_else_is_no_key_of_mine(alice: User, bob: User) -> None:
    device = Device()
    key = add_passkey(alice, device)
    copied = WebAuthn.add(bob, "Copy", device.registration()).instance
    assert enrol(user=bob, authenticator=copied) is None
    key.refresh_from_db()
    assert key.user == alice


def test_passkeys_that_came_or_went_past_this_room_are_found(alice: User, bob: User) -> None:
    WebAuthn.add(alice, "Old phone", Device().registration())
    gone = add_passkey(bob, Device())
    Authenticator.objects.filter(user=bob).delete()
    settle_keys()
    assert SigningKey.objects.get(user=alice).may_grant_from > timezone.now()
    gone.refresh_from_db()
    assert gone.revoked_at is not None
    before = KeyEvent.objects.count()
    settle_keys()
    assert KeyEvent.objects.count() == before


def test_the_keys_of_a_closed_account_stay_without_a_name(alice: User) -> None:
    key = add_passkey(alice, Device())
    close_account(user=alice)
    key.refresh_from_db()
    assert (key.user, key.name, key.revoked_at is not None) == (None, "", True)
    assert len(logged("key.revoke")) == 1
