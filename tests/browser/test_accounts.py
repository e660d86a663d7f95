"""Passkeys with Chromium's own virtual authenticator (Chrome DevTools Protocol, domain WebAuthn)."""

from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import BrowserContext, CDPSession, ConsoleMessage, Page, expect

from conftest import PASSWORD
from libitum.accounts.models import User
from libitum.accounts.services import create_person

INTERNAL = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


class VirtualKey:
    """A device that holds passkeys and says yes, or no."""

    def __init__(self, session: CDPSession) -> None:
        self.session = session
        session.send("WebAuthn.enable")
        added = session.send("WebAuthn.addVirtualAuthenticator", {"options": INTERNAL})
        self.id: str = added["authenticatorId"]

    def credentials(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.session.send("WebAuthn.getCredentials", {"authenticatorId": self.id})[
            "credentials"
        ]
        return found

    def refuse(self) -> None:
        self.session.send("WebAuthn.setUserVerified", {"authenticatorId": self.id, "isUserVerified": False})


@pytest.fixture
def dora(db: None) -> User:
    return create_person(email="dora@example.org", password=PASSWORD, name="Dora", is_adult=True)


@pytest.fixture
def key(context: BrowserContext, page: Page) -> VirtualKey:
    return VirtualKey(context.new_cdp_session(page))


@pytest.fixture
def refusals(page: Page) -> Iterator[list[str]]:
    """What the content security policy has blocked; nothing, at the end."""
    blocked: list[str] = []

    def noted(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            blocked.append(message.text)

    page.on("console", noted)
    yield blocked
    assert blocked == []


def sign_in(page: Page) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill("dora@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_text("Dora", exact=True)).to_be_attached()


def sign_out(page: Page) -> None:
    page.locator("[data-menu] summary").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in").first).to_be_attached()


def enrol(page: Page, name: str) -> None:
    page.goto("/accounts/2fa/")
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("What to call it").fill(name)
    page.get_by_role("button", name="Make the passkey").click()


@pytest.mark.usefixtures("refusals", "dora")
def test_a_passkey_is_enrolled_and_signs_in(page: Page, key: VirtualKey) -> None:
    sign_in(page)
    enrol(page, "Dora's phone")
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    (credential,) = key.credentials()
    assert credential["rpId"] == "localhost"
    assert credential["isResidentCredential"] is True
    stored = Authenticator.objects.get(type="webauthn")
    assert stored.wrap().name == "Dora's phone"
    sign_out(page)

    page.goto("/accounts/login/?next=/settings/data")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", name="My data")).to_be_visible()
    assert key.credentials()[0]["signCount"] > credential["signCount"]


@pytest.mark.usefixtures("refusals", "dora")
def test_a_device_that_refuses_is_told_in_a_sentence(page: Page, key: VirtualKey) -> None:
    sign_in(page)
    key.refuse()
    enrol(page, "Phone")
    expect(page.get_by_role("alert")).to_have_text("No passkey was made. Nothing has changed; you can try again.")
    assert not Authenticator.objects.exists()
    expect(page.get_by_label("What to call it")).to_have_value("Phone")


@pytest.mark.usefixtures("refusals", "dora")
def test_a_passkey_is_a_second_key_after_the_password(page: Page, key: VirtualKey) -> None:
    sign_in(page)
    enrol(page, "Phone")
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    sign_out(page)
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill("dora@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="The second key")).to_be_visible()
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_text("Dora", exact=True)).to_be_attached()


@pytest.mark.usefixtures("refusals", "dora")
def test_a_passkey_shows_who_it_is(page: Page, key: VirtualKey, context: BrowserContext) -> None:
    sign_in(page)
    enrol(page, "Phone")
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    page.goto("/accounts/2fa/webauthn/reauthenticate/?next=/settings/close")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", name="Delete my account")).to_be_visible()


@pytest.mark.usefixtures("refusals", "dora")
def test_a_new_key_for_a_program_is_copied(page: Page, context: BrowserContext) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    sign_in(page)
    page.goto("/settings/keys")
    page.get_by_label("What it is for").fill("A script")
    page.get_by_label("Upload recordings").check()
    page.get_by_role("button", name="Make the key").click()
    shown = page.get_by_label("The new key").input_value()
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == shown
