"""Codes from an app and recovery codes, through the pages; passkeys need a browser (tests/browser)."""

import hashlib
import html
import json
import re
import time
from importlib import import_module
from typing import cast

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from django.apps import apps
from django.conf import LazySettings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import override_settings
from fido2.cose import ES256, RS256, CoseKey
from fido2.utils import websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

from conftest import PASSWORD
from libitum.accounts.models import User
from libitum.accounts.recovery import RecoveryCodes, TellableCodes
from libitum.accounts.services import create_person

from .letters import last_letter_to

ACTIVATE = "/accounts/2fa/totp/activate/"
SIGN_IN = "/accounts/login/"
RECOVERY = "/accounts/2fa/recovery-codes/"
CODE = r"<li><code>(\d{8})</code></li>"


@pytest.fixture
def dora(db: None) -> User:
    return create_person(email="dora@example.org", password=PASSWORD, name="Dora", is_adult=True)


@pytest.fixture
def as_dora(dora: User) -> Client:
    client = Client()
    sign_in(client)
    return client


def sign_in(client: Client) -> str:
    answer = client.post(SIGN_IN, {"login": "dora@example.org", "password": PASSWORD})
    return str(answer.headers["Location"])


def an_hour_later(client: Client) -> None:
    session = client.session
    session["signed_in_at"] -= 3600
    session.save()


def code_for(secret: str, later: int = 0) -> str:
    """What the app shows, `later` steps of half a minute from now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later))


def set_up_app(client: Client) -> str:
    page = client.get(ACTIVATE).content.decode()
    found = re.search(r'class="secret-key">([A-Z2-7]+)<', page)
    assert found, page
    assert client.post(ACTIVATE, {"code": code_for(found[1])}).status_code == 302
    return found[1]


def codes_shown(client: Client) -> list[str]:
    return re.findall(CODE, client.get(RECOVERY).content.decode())


def test_an_app_is_asked_for_after_the_password(dora: User, as_dora: Client) -> None:
    secret = set_up_app(as_dora)
    client = Client()
    assert sign_in(client) == "/accounts/2fa/authenticate/"
    assert client.get("/settings").status_code == 302
    assert "Incorrect code" in client.post("/accounts/2fa/authenticate/", {"code": "000000"}).content.decode()
    assert client.post("/accounts/2fa/authenticate/", {"code": code_for(secret, later=1)}).headers["Location"] == "/"
    assert client.get("/settings").status_code == 200


def test_a_seed_lies_encrypted_in_the_database(dora: User, as_dora: Client) -> None:
    secret = set_up_app(as_dora)
    rows = str(list(Authenticator.objects.values()))
    assert secret not in rows
    assert len(rows) > 100


def test_a_seed_outlives_a_change_of_the_secret(dora: User, as_dora: Client, settings: LazySettings) -> None:
    seed = set_up_app(as_dora)
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another secret of the same instance"
    settings.SECRET_KEY_FALLBACKS = [old]
    client = Client()
    sign_in(client)
    assert client.post("/accounts/2fa/authenticate/", {"code": code_for(seed, later=1)}).status_code == 302
    assert client.get("/settings").status_code == 200


def test_a_code_of_an_app_works_once(dora: User, as_dora: Client) -> None:
    code = code_for(set_up_app(as_dora), later=1)
    answers = []
    for client in (Client(), Client()):
        sign_in(client)
        answers.append(client.post("/accounts/2fa/authenticate/", {"code": code}).status_code)
    assert answers == [302, 200]


def test_a_recovery_code_works_once(dora: User, as_dora: Client) -> None:
    set_up_app(as_dora)
    codes = codes_shown(as_dora)
    assert len(codes) == 10
    client = Client()
    sign_in(client)
    assert client.post("/accounts/2fa/authenticate/", {"code": codes[0]}).status_code == 302
    again = Client()
    sign_in(again)
    assert "Incorrect code" in again.post("/accounts/2fa/authenticate/", {"code": codes[0]}).content.decode()
    assert again.post("/accounts/2fa/authenticate/", {"code": f"{codes[2][:4]} {codes[2][4:]}"}).status_code == 302


def test_codes_are_shown_once_and_can_be_taken_as_a_file_and_made_anew(dora: User, as_dora: Client) -> None:
    set_up_app(as_dora)
    assert "10 codes are left" in as_dora.get("/accounts/2fa/").content.decode()
    first = as_dora.get(RECOVERY).content.decode()
    codes = re.findall(CODE, first)
    assert f'download="recovery-codes.txt" href="data:text/plain,{"%0A".join(codes)}%0A"' in first
    second = as_dora.get(RECOVERY).content.decode()
    assert "can't show them again" in second
    assert "10 codes are left" in second
    assert not any(code in second for code in codes)
    as_dora.post("/accounts/2fa/recovery-codes/generate/")
    assert not set(codes) & set(codes_shown(as_dora))
    client = Client()
    sign_in(client)
    assert "Incorrect code" in client.post("/accounts/2fa/authenticate/", {"code": codes[0]}).content.decode()


@override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.Argon2PasswordHasher"])
def test_of_recovery_codes_salted_hashes_alone_are_kept(dora: User, as_dora: Client) -> None:
    """ASVS 6.5.2."""
    set_up_app(as_dora)
    codes = codes_shown(as_dora)
    row = Authenticator.objects.get(type="recovery_codes")
    assert set(row.data) == {"hashes", "viewed_at"}
    assert len({one.split("$")[4] for one in row.data["hashes"]}) == 10
    assert all(one.startswith("argon2$argon2id$") for one in row.data["hashes"])
    assert not any(code in str(row.data) for code in codes)
    assert row.wrap().validate_code(codes[3])


def test_two_who_use_the_same_code_at_once_are_not_both_let_in(dora: User, as_dora: Client) -> None:
    set_up_app(as_dora)
    code = codes_shown(as_dora)[0]
    row = Authenticator.objects.get(type="recovery_codes")
    first, second = RecoveryCodes(row), RecoveryCodes(Authenticator.objects.get(pk=row.pk))
    assert [first.validate_code(code), second.validate_code(code)] == [True, False]


def test_two_who_look_at_once_do_not_both_see_codes(dora: User, as_dora: Client) -> None:
    set_up_app(as_dora)
    row = Authenticator.objects.get(type="recovery_codes")
    first, second = RecoveryCodes(row), RecoveryCodes(Authenticator.objects.get(pk=row.pk))
    for one in (first, second):
        one.mark_as_viewed()
    assert first.validate_code(first.get_unused_codes()[0])
    assert set(second.get_unused_codes()) == {"********"}


def test_codes_of_before_go_on_working_and_are_hashed(dora: User) -> None:
    former = TellableCodes.activate(dora)
    codes = former.generate_codes()
    assert former.validate_code(codes[0])
    migration = import_module("libitum.accounts.migrations.0003_recovery_codes_hashed")
    for _twice in range(2):
        migration.hash_codes(apps, connection.schema_editor())
    row = Authenticator.objects.get(type="recovery_codes")
    assert set(row.data) == {"hashes", "viewed_at"}
    assert [row.wrap().validate_code(code) for code in codes] == [False] + [True] * 9


def cose(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> CoseKey:
    kind = RS256 if isinstance(key, rsa.RSAPrivateKey) else ES256
    return cast(CoseKey, kind.from_cryptography_key(key.public_key()))  # type: ignore[no-untyped-call]


RSA_2048, RSA_3072 = (cose(rsa.generate_private_key(65537, bits)) for bits in (2048, 3072))
P256 = cose(ec.generate_private_key(ec.SECP256R1()))


@pytest.mark.usefixtures("dora")
@pytest.mark.parametrize(
    ("least", "key", "refused"),
    [(2048, RSA_2048, False), (3072, RSA_2048, True), (3072, RSA_3072, False), (3072, P256, False)],
)
def test_how_long_an_rsa_key_of_a_passkey_is_the_operator_says(
    as_dora: Client, settings: LazySettings, least: int, key: CoseKey, refused: bool
) -> None:
    """ASVS 11.2.3: RSA has 128 bits of security from 3072 on."""
    settings.PASSKEY_RSA_BITS = least
    page = as_dora.get("/accounts/2fa/webauthn/add/").content.decode()
    challenge = re.search(r'"challenge": "([\w-]+)"', html.unescape(page))
    assert challenge, page
    answer = as_dora.post(
        "/accounts/2fa/webauthn/add/", {"name": "Key", "passwordless": "on", "credential": made(key, challenge[1])}
    )
    if refused:
        assert "RSA with 2048 bits, where at least 3072 are asked for" in answer.content.decode()
    assert Authenticator.objects.filter(type="webauthn").exists() is not refused


# Somebody was there, was recognised, and a key was made.
SHOWN = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT


def made(key: CoseKey, challenge: str) -> str:
    """What a browser answers with a new passkey that doesn't say who made it."""
    client_data = CollectedClientData.create("webauthn.create", challenge, "http://localhost:8000")
    credential = AttestedCredentialData.create(Aaguid.NONE, b"a passkey", key)
    noted = AuthenticatorData.create(hashlib.sha256(b"localhost").digest(), SHOWN, 1, credential)
    response = {
        "clientDataJSON": client_data.b64,
        "attestationObject": websafe_encode(AttestationObject.create("none", noted, {})),
    }
    name = websafe_encode(b"a passkey")
    return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": response})


@pytest.mark.usefixtures("dora")
@pytest.mark.parametrize(("tolerance", "later", "welcome"), [(1, 1, True), (0, 1, False), (0, 0, True)])
def test_how_far_a_clock_may_be_off_the_operator_says(
    as_dora: Client, settings: LazySettings, tolerance: int, later: int, welcome: bool
) -> None:
    """ASVS 6.5.5: with 0, a code is good for its own half minute and no longer."""
    settings.MFA_TOTP_TOLERANCE = tolerance
    secret = set_up_app(as_dora)
    cache.clear()  # the code that set it up has been used
    client = Client()
    sign_in(client)
    answer = client.post("/accounts/2fa/authenticate/", {"code": code_for(secret, later=later)})
    assert (answer.status_code == 302) is welcome


def test_switching_it_off_asks_who_it_is_and_tells_by_letter(dora: User, as_dora: Client) -> None:
    set_up_app(as_dora)
    assert as_dora.post("/accounts/2fa/totp/deactivate/").status_code == 302
    assert "no longer asks for codes" in last_letter_to("dora@example.org")
    assert "203." not in last_letter_to("dora@example.org")
    assert sign_in(Client()) == "/"


@pytest.mark.parametrize("path", ["totp/deactivate/", "recovery-codes/", "recovery-codes/generate/", "webauthn/add/"])
def test_an_old_session_has_to_show_who_it_is(dora: User, as_dora: Client, path: str) -> None:
    set_up_app(as_dora)
    an_hour_later(as_dora)
    answer = as_dora.get(f"/accounts/2fa/{path}")
    assert answer.headers["Location"].startswith("/accounts/reauthenticate/?next=")


def test_a_person_with_an_app_can_change_their_address(dora: User, as_dora: Client) -> None:
    set_up_app(as_dora)
    as_dora.post("/accounts/email/", {"email": "new@example.org", "action_add": ""})
    assert "new@example.org" in as_dora.get("/accounts/email/").content.decode()
    assert "confirm it here" in last_letter_to("new@example.org")
