"""The preview of an embed: fetched by who looks at it, and by nobody else."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from libitum.catalog.models import Track

from .conftest import Publish
from .sounds import sine


@pytest.fixture
def track(publish: Publish) -> Track:
    return publish("First light", sine(5))


def embeds_asked_for(page: Page) -> list[str]:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/embed/" in request.url else None)
    return asked


def test_the_preview_comes_when_the_panel_opens(page: Page, track: Track) -> None:
    asked = embeds_asked_for(page)
    page.goto(track.get_absolute_url())
    expect(page.get_by_text("Share", exact=True)).to_be_visible()
    assert asked == []
    page.get_by_text("Share", exact=True).click()
    preview = page.frame_locator("iframe.share-preview")
    expect(preview.get_by_role("button", name="Play")).to_be_visible()
    page.get_by_text("Share", exact=True).click()
    page.get_by_text("Share", exact=True).click()
    expect(page.locator("iframe.share-preview")).to_have_count(1)
    assert len(asked) == 1


def test_without_scripts_the_preview_is_a_link(browser: Browser, live_server: LiveServer, track: Track) -> None:
    """A browser without scripts fetches even a lazy frame at once, and the page's load then waits for a hidden one."""
    context = browser.new_context(base_url=live_server.url, locale="en-GB", java_script_enabled=False)
    page = context.new_page()
    asked = embeds_asked_for(page)
    page.goto(track.get_absolute_url(), wait_until="load")
    assert asked == []
    page.get_by_text("Share", exact=True).click()
    page.get_by_role("link", name="How it looks on another site").click()
    expect(page).to_have_url(re.compile(rf"/embed/{track.uid}$"))
    expect(page.get_by_role("link", name="First light", exact=True)).to_be_visible()
    context.close()
