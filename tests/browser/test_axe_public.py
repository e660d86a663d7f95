"""Every public page as people with other senses and other screens meet it."""

from datetime import timedelta
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from libitum.accounts.models import User
from libitum.catalog.models import AiUse, Artist, Release, Track, Visibility
from libitum.catalog.services import (
    create_release,
    create_secret_link,
    create_track,
    set_credits,
    set_tags,
    update_artist,
    update_track,
)
from libitum.community.models import Comment
from libitum.media.tests.recordings import record

from .conftest import Publish
from .sounds import sine

Scheme = Literal["light", "dark"]
WIDTHS = (360, 768, 1440, 1920)
AXE_WIDTHS = (360, 1440)
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LONG = "Concerto in the manner of a very long title for two hundred instruments and a Donaudampfschifffahrtskapitän"


@pytest.fixture
def addresses(publish: Publish, ada: Artist, alice: User, bob: User) -> list[str]:
    """A page of every kind, with much on it, with little, and with what doesn't fit."""
    track = publish("First light", sine(3))
    furnish(track, alice, bob)
    update_artist(
        actor=alice,
        artist=ada,
        bio="Plays the viola. https://example.org/a/very/long/address/that/goes/on/and/on/and/never/wants/to/end",
        curated_note="This page is kept by friends.",
        links=[{"label": "Website", "url": "https://example.org"}],
    )
    others = [plain(ada, title) for title in (LONG, "أغنية الليل", "Study", "Etude")]
    album = create_release(actor=alice, artist=ada, title=LONG, tracks=[track, *others], visibility=Visibility.PUBLIC)
    single = create_release(actor=alice, artist=ada, title="Single", tracks=[track], visibility=Visibility.PUBLIC)
    hidden = plain(ada, "Not out yet", Visibility.UNLISTED)
    silent = create_track(actor=alice, artist=ada, title="No sound", visibility="public", rights_basis="holder")
    link = create_secret_link(actor=alice, work=hidden)
    works: list[Track | Release | Artist] = [track, *others[:2], album, single, silent, ada]
    return [
        *("/", "/search", "/search?q=light", "/search?q=nothing-of-it", "/about", "/tags/dawn", "/genres/opera"),
        *(work.get_absolute_url() for work in works),
        f"{hidden.get_absolute_url()}/s/{link.token}",
        f"/embed/{track.uid}",
        "/nobody/nothing",
        "/?before=nonsense",
    ]


def furnish(track: Track, alice: User, bob: User) -> None:
    update_track(
        actor=alice,
        track=track,
        description="Recorded at dawn. https://example.org",
        lyrics="La la\n\nLa",
        language="fr",
        genre="ambient",
        licence="cc-by-4.0",
        downloadable=True,
        explicit=True,
        isrc="USRC17607839",
        ai_vocals=AiUse.NONE,
        recorded_year=2024,
    )
    set_tags(track, ["dawn", "viola"])
    set_credits(track, [{"role": "performer", "name": "Ada", "artist": track.artist, "detail": "viola"}])
    for number in range(30):
        comment = Comment.objects.create(track=track, author=bob, body=f"Bravo {number}", at_ms=number * 90)
    Comment.objects.create(track=track, author=alice, parent=comment, body="Thank you")


def plain(artist: Artist, title: str, visibility: str = Visibility.PUBLIC) -> Track:
    track = create_track(
        actor=artist.owner,
        artist=artist,
        title=title,
        visibility=visibility,
        publish_at=timezone.now() - timedelta(days=1),
        rights_basis="holder",
    )
    record(track)
    return track


def looks(number: int) -> list[tuple[int, Scheme]]:
    """In which widths and colours axe sees the page of this number: each width and each scheme once. The next page is
    seen the other way round, so what pages have in common is seen in all four ways at half the time.
    """
    light, dark = SCHEMES if number % 2 else SCHEMES[::-1]
    return [(AXE_WIDTHS[0], light), (AXE_WIDTHS[1], dark)]


def window(browser: Browser, server: LiveServer, width: int) -> Page:
    context = browser.new_context(
        base_url=server.url, locale="en-GB", viewport={"width": width, "height": 900}, reduced_motion="reduce"
    )
    return context.new_page()


def faults(page: Page) -> list[str]:
    # Whatever passed would be described as well, node by node, and read by nobody.
    results = Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]})
    return [
        f"{violation['id']}: {node['html'][:160]} {node['failureSummary'][:300]}"
        for violation in results.response["violations"]
        for node in violation["nodes"]
    ]


def too_wide(page: Page) -> list[str]:
    across = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [f"{across} px wider than the screen"] if across > 0 else []


def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(
    browser: Browser, live_server: LiveServer, addresses: list[str]
) -> None:
    page = window(browser, live_server, 1440)
    found: dict[tuple[Any, ...], list[str]] = {}
    for number, address in enumerate(addresses):
        page.goto(address, wait_until="load")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            found[address, width] = too_wide(page)
        for width, scheme in looks(number):
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            found[address, width, scheme] = faults(page)
    page.context.close()
    assert {where: problems for where, problems in found.items() if problems} == {}


def test_nothing_inline_is_tried_and_no_script_fails(
    browser: Browser, live_server: LiveServer, addresses: list[str]
) -> None:
    page = window(browser, live_server, 768)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if "Content Security Policy" in message.text else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    for address in addresses:
        page.goto(address, wait_until="load")
    page.context.close()
    assert said == []


def test_menu_and_sharing_open_and_close_by_keyboard(
    browser: Browser, live_server: LiveServer, addresses: list[str]
) -> None:
    page = window(browser, live_server, 360)
    page.goto("/ada-ferrante/first-light")
    for opener in ("details.menu summary", "details.share summary"):
        summary = page.locator(opener)
        summary.focus()
        page.keyboard.press("Enter")
        assert page.locator("details[open][data-menu]").count() == 1
        assert faults(page) == []
        page.keyboard.press("Tab")
        page.keyboard.press("Escape")
        assert page.locator("details[open][data-menu]").count() == 0
        assert summary.evaluate("element => element === document.activeElement")
    page.context.close()


def test_the_first_tab_leads_past_the_header(browser: Browser, live_server: LiveServer, addresses: list[str]) -> None:
    page = window(browser, live_server, 1440)
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.locator(".skip-link").evaluate("element => element.getBoundingClientRect().top >= 0")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")
    page.context.close()
