"""Terms and purposes in a real browser: by every sense, on every screen, and said yes to by keyboard."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from libitum.accounts.models import User
from libitum.rights.models import Acceptance, TermsText
from libitum.rights.services.purposes import publish_purposes
from libitum.rights.services.terms import announce, draft, ensure_first_version
from libitum.rights.services.watching import watch_terms
from libitum.rights.wording.folder import SHIPPED, Written, read_folder

from .people import sign_in_at_once
from .test_axe_public import faults, looks, too_wide, window

WIDTHS = (360, 1440)
ADDRESSES = ("/purposes", "/terms", "/terms/2", "/terms/2/diff", "/terms/1/diff", "/terms/history")
ANCHOR = "This permission costs us nothing"
WIDER = "We may train machines with what you publish. "


@pytest.fixture
def versions(bob: User) -> None:
    """The shipped terms, and a version to come with everything a diff can show."""
    publish_purposes()
    ensure_first_version()
    written = read_folder(SHIPPED / "1")
    sources = {**written.sources, "en": written.sources["en"].replace(ANCHOR, f"{WIDER}This costs nothing")}
    clause = {**written.clause, "ana.research": "D", "disc.search": "O"}
    version = draft(written=Written(clause, sources, "Studies may begin without asking. Search is asked for first."))
    announce(version=version, effective_at=timezone.now() + timedelta(days=31))


def test_axe_finds_nothing_on_any_page(browser: Browser, live_server: LiveServer, versions: None, bob: User) -> None:
    page = window(browser, live_server, 1440)
    found: dict[tuple[Any, ...], list[str]] = {}
    for signed_in in (False, True):
        if signed_in:
            sign_in_at_once(page.context, live_server, bob)
        for number, address in enumerate(ADDRESSES):
            for width, scheme in looks(number + signed_in):
                page.set_viewport_size({"width": width, "height": 900})
                page.emulate_media(color_scheme=scheme)
                page.goto(address, wait_until="load")
                found[address, width, scheme, signed_in] = faults(page) + too_wide(page)
    page.context.close()
    assert {where: problems for where, problems in found.items() if problems} == {}


def test_an_altered_text_and_its_history_are_for_everybody(
    browser: Browser, live_server: LiveServer, versions: None, bob: User
) -> None:
    TermsText.objects.filter(language="en", version__number=1).update(body="Other words.")
    watch_terms()
    page = window(browser, live_server, 360)
    sign_in_at_once(page.context, live_server, bob)
    for address in ("/terms", "/terms/history", "/about"):
        page.goto(address, wait_until="load")
        assert faults(page) + too_wide(page) == [], address
    page.context.close()


def test_a_yes_by_keyboard(
    context: BrowserContext, page: Page, live_server: LiveServer, versions: None, bob: User
) -> None:
    sign_in_at_once(context, live_server, bob)
    page.goto("/terms/2#accept")
    box = page.get_by_role("checkbox", name="I have read version 2 of the terms and say yes to it.")
    expect(box).not_to_be_checked()
    page.get_by_role("button", name="Record my yes").click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing was recorded")
    box.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("You said yes to version 2.")).to_be_visible()
    assert Acceptance.objects.get().version.number == 2


def test_the_quiet_line_rests_when_asked(
    context: BrowserContext, page: Page, live_server: LiveServer, versions: None, bob: User
) -> None:
    sign_in_at_once(context, live_server, bob)
    page.goto("/about")
    line = page.get_by_role("complementary", name="Terms")
    expect(line).to_contain_text("Version 2 of the terms is announced")
    line.get_by_role("button", name="Not now").click()
    expect(line).to_have_count(0)
    assert not Acceptance.objects.exists()


def test_a_purpose_has_an_address_of_its_own(page: Page, versions: None) -> None:
    page.goto("/purposes")
    page.get_by_role("navigation", name="Purposes").get_by_role("link", name="Train models on my voice").click()
    expect(page).to_have_url(re.compile(r"/purposes#gen\.train\.voice$"))
    expect(page.get_by_role("article", name="Train models on my voice")).to_be_in_viewport()
