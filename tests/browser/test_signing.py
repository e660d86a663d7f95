"""From no passkey to a signed receipt, with Chromium's own virtual authenticator; and back again without a key."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from conftest import PASSWORD
from libitum.accounts.models import User
from libitum.accounts.services import create_person
from libitum.catalog.models import Artist, Track
from libitum.catalog.services import create_artist, create_track
from libitum.ledger.publishing import make_key_once
from libitum.ledger.selectors import log_state
from libitum.ledger.services import publish_now
from libitum.rights.models import Ceremony, SigningKey, Statement, Word
from libitum.rights.services.ceremonies import propose
from libitum.rights.services.parties import party_of
from libitum.rights.services.statements import Draft
from libitum.rights.tests.devices import Device, add_passkey, ready_key

from .people import sign_in_at_once
from .test_accounts import VirtualKey, enrol, sign_in
from .test_axe_desk import DESK, PHONE, check, faults_in
from .test_axe_public import window

pytestmark = pytest.mark.usefixtures("site")


@pytest.fixture
def site(live_server: LiveServer, settings: Settings, db: None) -> None:
    """What is signed names the site: here the one that the browser sees."""
    settings.BASE_URL = live_server.url
    make_key_once()


@pytest.fixture
def dora(site: None) -> User:
    return create_person(email="dora@example.org", password=PASSWORD, name="Dora", is_adult=True)


@pytest.fixture
def studies(dora: User) -> list[Track]:
    artist: Artist = create_artist(actor=dora, name="Dora D.")
    return [create_track(actor=dora, artist=artist, title=f"Study {n}", rights_basis="holder") for n in range(20)]


@pytest.fixture
def key(context: BrowserContext, page: Page) -> VirtualKey:
    return VirtualKey(context.new_cdp_session(page))


def opened(user: User, tracks: list[Track], purpose: str = "gen.train.style") -> Ceremony:
    drafts = [Draft(purpose, True, track=track) for track in tracks]
    ceremony = propose(actor=user, party=party_of(user), drafts=drafts, language="en")
    assert isinstance(ceremony, Ceremony)
    return ceremony


def enrolled(page: Page, name: str = "Phone") -> None:
    sign_in(page)
    enrol(page, name)
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()


def verify(path: Path, *arguments: str) -> tuple[int, dict[str, Any]]:
    command = [sys.executable, "-m", "libitum_verify", "--json", "receipt", str(path), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, json.loads(done.stdout)


def test_without_a_passkey_one_is_led_to_it_and_the_new_one_waits(
    page: Page, key: VirtualKey, dora: User, studies: list[Track]
) -> None:
    sign_in(page)
    page.goto(f"/my/ai/sign/{opened(dora, studies).uid}")
    expect(page.get_by_role("heading", name="First you need a passkey")).to_be_visible()
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("What to call it").fill("Phone")
    page.get_by_role("button", name="Make the passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    page.goto(f"/my/ai/sign/{opened(dora, studies).uid}")
    expect(page.get_by_role("heading", name="Your passkey has to wait")).to_be_visible()
    expect(page.get_by_text("“Phone” can sign from").first).to_be_visible()
    expect(page.get_by_role("button", name="Sign with my passkey")).to_have_count(0)
    page.goto("/accounts/2fa/webauthn/")
    expect(page.get_by_role("heading", name="What happened to them")).to_be_visible()


@pytest.mark.usefixtures("key")
def test_twenty_works_in_one_ceremony_by_keyboard(
    page: Page, dora: User, studies: list[Track], settings: Settings, tmp_path: Path
) -> None:
    settings.KEY_WAIT_HOURS = 0
    enrolled(page)
    page.goto(f"/my/ai/sign/{opened(dora, studies).uid}")
    expect(page.get_by_text("“Study 19”")).to_be_visible()
    button = page.get_by_role("button", name="Sign with my passkey")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="What I decided")).to_be_visible()
    expect(page.get_by_text("by the passkey “Phone”")).to_be_visible()
    assert Word.objects.filter(allowed=True, signed=True).count() == 20

    publish_now()
    page.reload()
    expect(page.get_by_text("Checked in your browser.")).to_be_visible()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Download the receipt").click()
    path = tmp_path / "receipt.json"
    waiting.value.save_as(path)
    code, said = verify(path, "--key", log_state().vkey)
    assert (code, said["verdict"], said["signed"]) == (0, "proved", "by a passkey that knew its person"), said
    assert "missing" not in said
    assert "“Study 19”" in said["text"]

    forged = json.loads(path.read_text())
    forged["statement"]["decisions"][0]["commercial"] = not forged["statement"]["decisions"][0]["commercial"]
    path.write_text(json.dumps(forged))
    assert verify(path)[1]["reason"] == "altered"


WITHDRAW = """async (body) => {
  const page = await (await fetch("/settings")).text();
  const token = page.match(/name="csrfmiddlewaretoken" value="([^"]+)"/)[1];
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
  return (await fetch("/api/v1/consents", { method: "POST", headers, body: JSON.stringify(body) })).status;
}"""


def test_withdrawing_needs_no_key(
    page: Page, key: VirtualKey, dora: User, studies: list[Track], settings: Settings
) -> None:
    settings.KEY_WAIT_HOURS = 0
    enrolled(page)
    page.goto(f"/my/ai/sign/{opened(dora, studies[:1]).uid}")
    page.get_by_role("button", name="Sign with my passkey").click()
    expect(page.get_by_role("heading", name="What I decided")).to_be_visible()
    key.session.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": key.id})
    word = {"purpose": "gen.train.style", "allowed": False, "track": studies[0].uid}
    assert page.evaluate(WITHDRAW, {"decisions": [word]}) == 201
    newest = Word.objects.latest("pk")
    assert (newest.allowed, newest.signed) == (False, False)
    page.goto("/my/ai/receipts")
    expect(page.get_by_text("1 refused")).to_be_visible()
    expect(page.get_by_text("1 allowed, signed")).to_be_visible()


def test_a_device_that_refuses_signs_nothing(
    page: Page, key: VirtualKey, dora: User, studies: list[Track], settings: Settings
) -> None:
    settings.KEY_WAIT_HOURS = 0
    enrolled(page)
    key.refuse()
    page.goto(f"/my/ai/sign/{opened(dora, studies).uid}")
    page.get_by_role("button", name="Sign with my passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("Your passkey signed nothing")
    assert not Statement.objects.exists()


@pytest.mark.usefixtures("key")
def test_voice_is_consented_to_apart(page: Page, dora: User, studies: list[Track], settings: Settings) -> None:
    settings.KEY_WAIT_HOURS = 0
    enrolled(page)
    page.goto(f"/my/ai/sign/{opened(dora, studies[:1], 'gen.train.voice').uid}")
    page.get_by_role("button", name="Sign with my passkey").click()
    assert not Statement.objects.exists()
    page.get_by_role("checkbox", name="I consent to the use of my voice and likeness").check()
    page.get_by_role("button", name="Sign with my passkey").click()
    expect(page.get_by_role("heading", name="What I decided")).to_be_visible()
    assert Word.objects.get().signed


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_for_other_senses_and_screens(
    browser: Browser, live_server: LiveServer, dora: User, studies: list[Track], width: int
) -> None:
    page = window(browser, live_server, width)
    sign_in_at_once(page.context, live_server, dora)
    bare = opened(dora, studies).uid
    assert check_one(page, f"/my/ai/sign/{bare}", width) == {}
    add_passkey(dora, Device(), "A passkey with a very long name of a hundred signs, none of which wants to be cut off")
    said = propose(actor=dora, party=party_of(dora), drafts=[Draft("disc.search", False)], language="it")
    assert isinstance(said, Statement)
    assert check_one(page, f"/my/ai/sign/{bare}", width) == {}
    ready_key(dora, Device())
    publish_now()
    paths = [
        f"/my/ai/sign/{bare}",
        f"/my/ai/sign/{opened(dora, studies[:2], 'gen.train.voice').uid}",
        "/my/ai/receipts",
        f"/my/ai/receipts/{said.uid}",
        "/accounts/2fa/webauthn/",
    ]
    assert SigningKey.objects.count() == 2
    assert check(page, paths, width) == {}


def check_one(page: Page, path: str, width: int) -> dict[str, object]:
    """As `check`, in a window that stays open."""
    other = page.context.new_page()
    other.set_viewport_size({"width": width, "height": 900})
    other.goto(path, wait_until="load")
    problems: object = faults_in(other, "dark" if width == PHONE else "light")
    across = other.evaluate("document.documentElement.scrollWidth")
    other.close()
    return {path: problems or across} if problems or across > width else {}
