"""Addresses of what isn't public expire; the player asks for new ones, and nobody hears it."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from libitum.accounts.models import User
from libitum.catalog.models import Track, Visibility
from libitum.catalog.services import create_secret_link
from libitum.media import grants

from .conftest import Publish
from .listening import Listener
from .sounds import sine


@pytest.fixture
def secret_page(publish: Publish, alice: User) -> tuple[Track, str]:
    """An unlisted track and its address by secret link."""
    track = publish("Between us", sine(100), Visibility.UNLISTED)
    link = create_secret_link(actor=alice, work=track)
    return track, f"{track.get_absolute_url()}/s/{link.token}"


# Seconds of sound that are ready at the place that is heard; the least there ever were.
WATCH = """
self.least = Infinity;
const play = HTMLMediaElement.prototype.play;
HTMLMediaElement.prototype.play = function () {
  const ready = ({ buffered, currentTime }) => {
    for (let i = 0; i < buffered.length; i += 1)
      if (buffered.start(i) <= currentTime && currentTime < buffered.end(i)) return buffered.end(i) - currentTime;
    return 0;
  };
  for (const type of ["timeupdate", "waiting"])
    this.addEventListener(type, () => { self.least = Math.min(self.least, ready(this)); });
  return play.call(this);
};
"""


def hours_pass(monkeypatch: pytest.MonkeyPatch, hours: int) -> None:
    """For what was signed; the rest of the world keeps its time."""

    class Later:
        @staticmethod
        def now() -> object:
            return timezone.now() + timedelta(hours=hours)

    monkeypatch.setattr(grants, "timezone", Later)


def test_addresses_that_expire_while_it_plays(
    page: Page, secret_page: tuple[Track, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    track, address = secret_page
    statuses: list[int] = []
    page.on("response", lambda response: statuses.append(response.status) if "/media/k/" in response.url else None)
    page.add_init_script(WATCH)
    page.goto(address)
    listener = Listener(page)
    listener.press_play(track.uid)
    listener.hears(track.uid, after=1)
    page.evaluate("self.least = Infinity")
    hours_pass(monkeypatch, 12)
    # Enough is kept ready for now; soon more is asked for, at the old address.
    page.wait_for_event("response", lambda response: "/playback" in response.url, timeout=60_000)
    listener.hears_on()
    # A machine out of breath may falter with sound at hand; that there always is some is what new addresses are for.
    assert 1 < page.evaluate("least") < 100
    assert 403 in statuses or 410 in statuses or 404 in statuses
    assert statuses[-1] == 206


def test_a_long_pause(page: Page, secret_page: tuple[Track, str], monkeypatch: pytest.MonkeyPatch) -> None:
    track, address = secret_page
    page.goto(address)
    listener = Listener(page)
    listener.press_play(track.uid)
    listener.hears(track.uid)
    listener.part("toggle").click()
    hours_pass(monkeypatch, 12)
    listener.part("toggle").click()
    page.evaluate("listened.seek(80)")
    listener.hears(track.uid, after=80)


def test_a_master_replaced_while_it_plays(page: Page, publish: Publish) -> None:
    track = publish("Better now", sine(100))
    page.goto("/")
    listener = Listener(page)
    listener.press_play(track.uid)
    listener.hears(track.uid, after=1)
    publish.record(track, sine(90))
    page.evaluate("listened.seek(80)")
    assert 80 < listener.hears(track.uid, after=80) < 85
    assert page.evaluate("listened.duration") == 90


def test_what_was_taken_away_is_passed_over_in_words(page: Page, publish: Publish, alice: User) -> None:
    gone, here = publish("Gone", sine(4)), publish("Here", sine(4))
    page.goto("/")
    listener = Listener(page)
    Track.objects.filter(pk=gone.pk).update(visibility=Visibility.PRIVATE)
    listener.press_play(here.uid)
    listener.hears(here.uid)
    page.evaluate("listened.playEntry(listened.queue.entries.find((entry) => entry.uid !== listened.entry.uid))")
    expect(listener.part("trouble")).to_contain_text("Gone can't be played any more and was passed over.")
    listener.hears_nothing()


def test_a_broken_line_is_said_and_mended(page: Page, context: BrowserContext, publish: Publish) -> None:
    track = publish("Line", sine(90))
    page.goto("/")
    listener = Listener(page)
    listener.press_play(track.uid)
    listener.hears(track.uid)
    context.set_offline(True)
    page.evaluate("listened.seek(85)")
    expect(listener.part("trouble")).to_contain_text("The music stopped because the connection did.")
    expect(listener.part("retry")).to_be_visible()
    context.set_offline(False)
    listener.hears(track.uid, after=85)
    expect(listener.part("trouble")).to_be_hidden()


def test_without_media_source_it_plays_and_says_what_is_missing(page: Page, publish: Publish) -> None:
    second, first = publish("Second", sine(4)), publish("First", sine(4))
    page.add_init_script("delete self.MediaSource; delete self.ManagedMediaSource")
    page.goto("/")
    listener = Listener(page)
    listener.press_play(first.uid)
    listener.hears(first.uid, after=0.5)
    listener.hears(second.uid)
    page.keyboard.press("?")
    expect(listener.part("help")).to_contain_text("there may be a short gap")


def test_without_scripts_it_can_be_read_and_heard(
    context: BrowserContext, live_server: LiveServer, publish: Publish
) -> None:
    track = publish("Plain", sine(4))
    browser = context.browser
    assert browser is not None
    plain = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = plain.new_page()
    page.goto("/")
    page.get_by_role("link", name="Play Plain").first.click()
    expect(page.locator("h1")).to_have_text("Plain")
    audio = page.locator("libitum-waveform audio")
    expect(audio).to_be_visible()
    address = audio.get_attribute("src")
    assert page.request.get(f"{live_server.url}{address}").headers["content-type"] == "audio/mpeg"
    expect(page.locator("[data-waveform=bars] path").first).to_have_attribute("d", re.compile("^M"))
    expect(page.locator("libitum-player")).to_be_hidden()
    expect(page.locator(f"button[data-play='{track.uid}']").first).to_be_hidden()
    plain.close()
