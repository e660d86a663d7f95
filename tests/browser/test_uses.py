"""A sceptic believes nothing: from a track's mark to its history, and a use checked in the browser."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from libitum.accounts.models import User
from libitum.catalog.models import AiMusicRule, AiUse, Track
from libitum.catalog.services import update_track
from libitum.catalog.services.ai_music import choose_ai_music_rule
from libitum.export.tests.conftest import story, terms
from libitum.export.tests.story import Story, another, decide
from libitum.ledger.log import published_log
from libitum.rights.models import Output, Run
from libitum.rights.services.statements import Draft

from .people import sign_in_at_once
from .test_axe_public import faults

__all__ = ["story", "terms"]


@pytest.fixture
def used(live_server: LiveServer, story: Story, song: Track, alice: User) -> Run:
    """Two works and three runs: one received both, one only the song, one nothing."""
    tacet = another(song.artist, "Tacet")
    story.run([song, tacet])
    run = story.run([song])
    Output.objects.create(run=run, track=song, kind="tags", sha256="0" * 64)
    decide(alice, Draft("gen.train.style", False, track=tacet))
    story.run([song, tacet], "gen.train.style")
    story.publish()
    return run


def verdict(page: Page, element: str) -> str:
    expect(page.locator(element)).to_have_attribute("data-state", "proved")
    return page.locator(".log-verdict").inner_text()


def test_a_sceptic_follows_the_mark_to_the_history_and_checks_one_use(page: Page, used: Run, song: Track) -> None:
    page.goto(song.get_absolute_url())
    page.locator(".mark a").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What AI may do")
    page.get_by_role("link", name="What was done with it so far").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What was done with it")
    page.locator(".list-rows a").first.click()
    assert "The run stands in the log at this place" in verdict(page, "libitum-log-check")
    newest = published_log().newest()
    assert newest is not None
    expect(page.locator(".log-path").get_by_text(newest.root.hex()[:8])).to_have_count(1)


def test_what_the_log_does_not_hold_is_called_so(page: Page, used: Run, song: Track) -> None:
    tile = published_log().root
    path = next(path for path in (tile / "tile/0").rglob("*") if path.is_file())
    data = bytearray(path.read_bytes())
    data[40] ^= 1
    path.write_bytes(data)
    page.goto(f"{song.get_absolute_url()}/uses/{used.uid}")
    expect(page.locator("libitum-log-check")).to_have_attribute("data-state", "refused")
    expect(page.get_by_text("Not proved.")).to_be_visible()


class TestHers:
    @pytest.fixture(autouse=True)
    def signed_in(self, page: Page, live_server: LiveServer, alice: User) -> None:
        sign_in_at_once(page.context, live_server, alice)

    def test_that_her_work_is_in_a_list(self, page: Page, used: Run) -> None:
        page.goto("/my/ai/uses")
        page.locator(f'a[href$="/uses/{used.uid}"]').click()
        assert "this work is in its list" in verdict(page, "libitum-list-check")
        # Both paths are drawn: of the entry in the log, and of the work in the list.
        expect(page.locator("[data-path] .log-path")).to_have_count(1)
        expect(page.locator("[data-list-path] .log-path")).to_have_count(1)

    @pytest.mark.usefixtures("used")
    def test_that_her_work_is_in_none(self, page: Page) -> None:
        tacet = Track.objects.get(title="Tacet")
        page.goto(f"/my/ai/tracks/{tacet.uid}/uses")
        page.get_by_role("link", name="Check that it isn't").click()
        assert "this work is not in its list" in verdict(page, "libitum-list-check")

    def test_a_list_that_was_changed_is_called_so(self, page: Page, used: Run, song: Track) -> None:
        """The proof is made from the list as it lies there; the log has the root of what it was."""
        (published_log().root / "files" / used.manifest).write_bytes(b"\1" * 32)
        page.goto(f"/my/ai/tracks/{song.uid}/uses/{used.uid}")
        expect(page.locator("libitum-list-check")).to_have_attribute("data-state", "refused")

    def test_another_key_is_not_this_works(self, page: Page, used: Run, song: Track) -> None:
        page.goto(f"/my/ai/tracks/{song.uid}/uses/{used.uid}")
        verdict(page, "libitum-list-check")
        page.evaluate(
            """() => {
                const element = document.querySelector("libitum-list-check");
                element.setAttribute("key", "00".repeat(32));
                element.replaceWith(element.cloneNode(true));
            }"""
        )
        expect(page.get_by_text("The value does not belong to this work.")).to_be_visible()


def pictures(page: Page, name: str) -> None:
    """For who wants to look, too: LIBITUM_TEST_PICTURES names a folder."""
    if folder := os.environ.get("LIBITUM_TEST_PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def test_everybody_can_read_it(browser: Browser, live_server: LiveServer, used: Run, song: Track, alice: User) -> None:
    update_track(actor=alice, track=song, ai_vocals=AiUse.GENERATED)
    choose_ai_music_rule(rule=AiMusicRule.LABEL, why="So that nobody is left in the dark.")
    open_to_all = ["/ai", f"{song.get_absolute_url()}/uses", f"{song.get_absolute_url()}/uses/{used.uid}", "/"]
    hers = ["/my/ai/uses", "/my/ai/uses?purpose=gen.train.style", f"/my/ai/tracks/{song.uid}/uses"]
    hers += [f"/my/ai/tracks/{song.uid}/uses/{used.uid}", "/settings", "/settings/close"]
    found = []
    for look, (width, scheme) in enumerate(((360, "light"), (768, "light"), (1440, "dark"))):
        context = browser.new_context(
            base_url=live_server.url,
            color_scheme="light" if scheme == "light" else "dark",
            viewport={"width": width, "height": 900},
        )
        sign_in_at_once(context, live_server, alice)
        page = context.new_page()
        for number, path in enumerate((*open_to_all, *hers)):
            page.goto(path)
            checks = page.locator("libitum-log-check, libitum-list-check")
            if checks.count():
                expect(checks).to_have_attribute("data-state", "proved")
            pictures(page, f"{number}-{width}-{scheme}")
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
            if number % 3 == look:  # each page is seen in two of the three
                continue
            found += [(path, scheme, width, fault) for fault in faults(page)]
        context.close()
    assert found == []
