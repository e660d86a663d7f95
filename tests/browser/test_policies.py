"""What machines are told, as people read it: on every screen, by every sense, on paper."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from libitum.accounts.models import User
from libitum.catalog.models import Track
from libitum.catalog.services import update_track
from libitum.crawlers.agents import Category
from libitum.crawlers.models import SignalSet, Treatment, WorkSignal
from libitum.crawlers.services import choose_for_agent, ensure_signals, settle_works, switch_category
from libitum.ledger.publishing import heartbeat, make_key_once
from libitum.ledger.services import publish_now
from libitum.rights.tests.saying import accept, give, publish_terms
from libitum_verify.rights.facts import ANYBODY

from .people import sign_in_at_once
from .test_axe_public import faults, looks, too_wide, window

WIDTHS = (360, 1440)


def ago(days: int) -> datetime:
    return datetime.combine(timezone.now().date(), datetime.min.time(), UTC) + timedelta(hours=12 - 24 * days)


@pytest.fixture
def addresses(song: Track, alice: User) -> list[str]:
    """Pages with a past: three versions, a work that was opened, days with and without an answer."""
    make_key_once()
    heartbeat()
    ensure_signals()
    switch_category(category=Category.PREVIEWS, closed=True)
    choose_for_agent(name="GPTBot", treatment=Treatment.OPEN, why="They pay the artists, by contract of 3 May.")
    for number, days in enumerate((9, 6, 2), 1):
        SignalSet.objects.filter(number=number).update(since=ago(days))
    accept(publish_terms(), alice)
    update_track(actor=alice, track=song, licence="cc-by-nc-sa-4.0")
    give(alice, "share.public", track=song, taker=ANYBODY)
    settle_works()
    Track.objects.filter(pk=song.pk).update(created_at=ago(8))
    WorkSignal.objects.update(at=ago(6) + timedelta(hours=3))
    publish_now()
    work = f"/policies/works/{song.uid}"
    day = ago(6).date().isoformat()
    return [
        *("/policies/", f"/policies/?on={day}", "/policies/?on=tomorrow", "/policies/?on=2020-01-01"),
        *(work, f"{work}?on={day}", f"{work}?on=2999-01-01", song.get_absolute_url(), "/ai"),
        f"{song.get_absolute_url()}/ai",
    ]


def picture(page: Page, name: str) -> None:
    """For who wants to look, too: LIBITUM_TEST_PICTURES names a folder."""
    if folder := os.environ.get("LIBITUM_TEST_PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def looked_at(page: Page, addresses: list[str], name: str) -> dict[tuple[Any, ...], list[str]]:
    """What axe finds on each, with everything unfolded, and what is too wide."""
    found: dict[tuple[Any, ...], list[str]] = {}
    for number, address, (width, scheme) in ((n, a, look) for n, a in enumerate(addresses) for look in looks(n)):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        page.goto(address, wait_until="load")
        picture(page, f"{name}-{number}-{width}-{scheme}")
        page.locator("main details").evaluate_all("all => all.slice(0, 12).forEach(one => { one.open = true; })")
        found[address, width, scheme] = faults(page) + too_wide(page)
    return {where: problems for where, problems in found.items() if problems}


def test_axe_finds_nothing_on_what_everybody_sees(
    browser: Browser, live_server: LiveServer, addresses: list[str]
) -> None:
    page = window(browser, live_server, 1440)
    assert looked_at(page, addresses, "told") == {}
    page.context.close()


def test_axe_finds_nothing_on_the_operators_list(
    browser: Browser, live_server: LiveServer, addresses: list[str], mona: User
) -> None:
    page = window(browser, live_server, 1440)
    sign_in_at_once(page.context, live_server, mona)
    assert looked_at(page, ["/operator/crawlers", "/operator/crawlers?q=gpt&category=training"], "agents") == {}
    page.context.close()


def test_on_paper_everything_is_unfolded_and_nothing_else_is_there(page: Page, addresses: list[str]) -> None:
    page.goto(addresses[1])
    robots = page.locator("details.policies-carrier", has_text="/robots.txt").first.locator("pre")
    expect(robots).to_be_hidden()
    page.emulate_media(media="print")
    expect(robots).to_be_visible()
    assert robots.evaluate("element => element.scrollHeight <= element.clientHeight + 1")
    for gone in (".site-header", ".site-footer", ".policies-day"):
        expect(page.locator(gone).first).to_be_hidden()
    expect(page.get_by_text("SHA-256").first).to_be_visible()
    picture(page, "print")


def test_a_day_is_asked_for_by_keyboard(page: Page, addresses: list[str]) -> None:
    page.goto("/policies/")
    page.get_by_label("What was said on a day").fill(ago(7).date().isoformat())
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Version 1")).to_be_visible()
    expect(page.get_by_role("heading", name="Version 2")).to_have_count(0)


def test_an_operator_changes_one_agent_and_a_category(
    page: Page, live_server: LiveServer, addresses: list[str], mona: User
) -> None:
    sign_in_at_once(page.context, live_server, mona)
    page.goto("/operator/crawlers?q=claudebot")
    row = page.locator(".crawler-row", has=page.get_by_role("heading", name="ClaudeBot", exact=True))
    expect(row.locator(".crawler-state")).to_have_text("asked to stay away")
    row.get_by_text("Change").click()
    row.get_by_label("What it is told").select_option("open")
    row.get_by_label("Why").fill("Because.")
    row.get_by_role("button", name="Record it").click()
    expect(page.locator(".message", has_text="No longer asked to stay away: ClaudeBot.")).to_be_visible()
    expect(row.locator(".crawler-state")).to_have_text("not asked")
    page.get_by_role("button", name="Open it Link previews").click()
    expect(page.locator(".message", has_text="Opened: Link previews.")).to_be_visible()


def test_a_newer_list_is_shown_before_it_counts(
    page: Page, live_server: LiveServer, addresses: list[str], mona: User, tmp_path: Path
) -> None:
    file = tmp_path / "robots.json"
    file.write_text('{\r\n "NewBot": {"operator": "Somebody", "function": "Training"}\n}\n', newline="")
    sign_in_at_once(page.context, live_server, mona)
    page.goto("/operator/crawlers")
    page.get_by_label("A file in the form of").set_input_files(file)
    page.get_by_role("button", name="See what would change").click()
    expect(page.get_by_text("names 1 agent. Nothing is changed yet.")).to_be_visible()
    assert faults(page) == []
    picture(page, "preview")
    page.get_by_role("button", name="Use this list").click()
    expect(page.locator(".message", has_text="Asked to stay away from now on: NewBot.")).to_be_visible()
