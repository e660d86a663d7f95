"""One click and it plays; the rest is at hand."""

import re

import pytest
from playwright.sync_api import BrowserContext, Page, Request, Route, expect

from .conftest import Publish
from .listening import PLAYER, Listener
from .sounds import sine


def test_a_click_plays_and_the_list_follows(page: Page, publish: Publish) -> None:
    second, first = publish("Second", sine(5)), publish("First", sine(5))
    page.goto("/")
    listener = Listener(page)
    listener.press_play(first.uid)
    listener.hears(first.uid, after=0.5)
    expect(listener.part("title")).to_have_text("First")
    assert listener.state["queue"] == [first.uid, second.uid]
    listener.part("next").click()
    listener.hears(second.uid)
    listener.part("toggle").click()
    listener.hears_nothing()


def test_seeking_is_at_once_and_fetches_only_what_it_needs(page: Page, publish: Publish) -> None:
    track = publish("Long", sine(90))
    starts: list[int] = []
    page.on("request", lambda request: starts.extend(range_starts(request)))
    page.goto(track.get_absolute_url())
    listener = Listener(page)
    listener.press_play(track.uid)
    listener.hears(track.uid)
    slider = page.locator("[data-waveform=slider]")
    box = slider.bounding_box()
    assert box is not None
    slider.click(position={"x": box["width"] * 0.9, "y": 10})
    assert 80 < listener.hears(track.uid, after=80) < 85
    bytes_per_second = 160_000 / 8
    assert not [start for start in starts if 50 < start / bytes_per_second < 70]
    assert [start for start in starts if start / bytes_per_second >= 70]


def range_starts(request: Request) -> list[int]:
    found = re.match(r"bytes=(\d+)-", request.headers.get("range", ""))
    return [int(found[1])] if found and "aac.mp4" in request.url else []


def test_the_queue_can_be_put_in_order_and_emptied(page: Page, publish: Publish) -> None:
    third, second, first = (publish(title, sine(4)) for title in ("Third", "Second", "First"))
    page.goto("/")
    listener = Listener(page)
    listener.press_play(first.uid)
    listener.part("queue-button").click()
    rows = page.locator(".player-row")
    rows.nth(2).locator("[data-queue-part=up]").click()
    assert listener.state["queue"] == [first.uid, third.uid, second.uid]
    expect(page.locator("[data-announcer]")).to_have_text("Third is now number 2 of 3.")
    expect(page.locator(":focus")).to_have_attribute("aria-label", "Move Third up")
    rows.nth(1).locator("[data-queue-part=remove]").click()
    assert listener.state["queue"] == [first.uid, second.uid]
    listener.part("repeat").click()
    listener.part("shuffle").click()
    assert (listener.state["repeat"], listener.state["shuffled"]) == ("all", True)
    page.locator("[data-queue-part=clear]").click()
    expect(page.locator(PLAYER)).to_be_hidden()


def test_keys_work_everywhere_but_where_one_types(page: Page, publish: Publish) -> None:
    track = publish("Keys", sine(40))
    page.goto("/")
    listener = Listener(page)
    listener.press_play(track.uid)
    listener.hears(track.uid)
    page.locator("h1").first.click()
    page.keyboard.press("l")
    assert listener.hears(track.uid, after=10) < 20
    page.keyboard.press("k")
    listener.hears_nothing()
    page.keyboard.press("m")
    assert listener.state["muted"]
    page.get_by_role("searchbox").first.fill("")
    page.get_by_role("searchbox").first.press_sequentially("km ")
    assert listener.state["muted"]
    listener.hears_nothing()
    page.locator("h1").first.click()
    page.keyboard.press("?")
    help_dialog = listener.part("help")
    expect(help_dialog).to_be_visible()
    expect(help_dialog).to_contain_text("without a gap")
    listener.part("shortcuts").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("k")
    listener.hears_nothing()


def test_a_reload_remembers_queue_place_and_volume(page: Page, publish: Publish) -> None:
    second, first = publish("Second", sine(20)), publish("First", sine(20))
    page.goto("/")
    listener = Listener(page)
    listener.press_play(first.uid)
    listener.hears(first.uid, after=3)
    listener.part("volume").fill("35")
    page.reload()
    state = listener.state
    assert (state["uid"], state["queue"], state["volume"]) == (first.uid, [first.uid, second.uid], 0.35)
    assert state["position"] > 1
    assert not state["wanted"]
    listener.part("toggle").click()
    listener.hears(first.uid, after=state["position"])


POISON = '"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}'
ENTRIES = f'"entries": [{{"uid": "aaaaaaaaaaaaaaaa", "place": 0, {POISON}}}]'


def test_nothing_that_is_read_reaches_what_all_objects_have_in_common(page: Page, publish: Publish) -> None:
    track = publish("Fresh", sine(4))
    for name in ("queue", "place", "sound", "uploads", "account", "shortcuts"):
        page.add_init_script(f"localStorage.setItem('libitum.{name}', '{{\"v\": 1, {POISON}, {ENTRIES}}}')")

    def poisoned(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body="{" + POISON + "," + answer.text().strip()[1:])

    page.route("**/playback*", poisoned)
    page.goto("/?__proto__[polluted]=1&constructor[prototype][polluted]=1#__proto__")
    listener = Listener(page)
    assert listener.state["queue"] == ["aaaaaaaaaaaaaaaa"]  # it was read
    listener.press_play(track.uid)
    listener.hears(track.uid)
    assert page.evaluate("[{}, [], () => 0, ''].map((each) => each.polluted ?? null)") == [None] * 4


@pytest.mark.parametrize("broken", ["{", '{"v":1,"entries":[{"uid":7}],"index":"x"}', '{"v":1,"entries":null}', "null"])
def test_a_broken_memory_is_a_fresh_start(page: Page, publish: Publish, broken: str) -> None:
    track = publish("Fresh", sine(4))
    page.add_init_script(
        f"localStorage.setItem('libitum.queue', {broken!r}); localStorage.setItem('libitum.sound', '[')"
    )
    page.goto("/")
    listener = Listener(page)
    assert listener.state["uid"] is None
    listener.press_play(track.uid)
    listener.hears(track.uid)


def test_one_window_at_a_time(context: BrowserContext, page: Page, publish: Publish) -> None:
    track = publish("Once", sine(30))
    page.goto("/")
    here = Listener(page)
    here.press_play(track.uid)
    here.hears(track.uid)
    other = context.new_page()
    other.goto("/")
    there = Listener(other)
    there.part("toggle").click()
    there.hears(track.uid)
    here.hears_nothing()


def test_the_system_learns_what_plays_and_its_keys_work(page: Page, publish: Publish) -> None:
    track = publish("Media keys", sine(30))
    page.add_init_script(
        "const set = MediaSession.prototype.setActionHandler; self.handlers = {};"
        "MediaSession.prototype.setActionHandler = function (name, handler)"
        " { self.handlers[name] = handler; return set.call(this, name, handler); };"
    )
    page.goto("/")
    listener = Listener(page)
    listener.press_play(track.uid)
    listener.hears(track.uid)
    shown = page.evaluate("[navigator.mediaSession.metadata.title, navigator.mediaSession.metadata.artist]")
    assert shown == ["Media keys", "Ada Ferrante"]
    assert page.evaluate("navigator.mediaSession.playbackState") == "playing"
    page.evaluate("handlers.seekto({ action: 'seekto', seekTime: 20 })")
    listener.hears(track.uid, after=20)
    page.evaluate("handlers.pause({ action: 'pause' })")
    listener.hears_nothing()


def test_less_than_100_kb_of_script_before_it_plays(page: Page, publish: Publish) -> None:
    track = publish("Light", sine(4))
    page.goto("/")
    listener = Listener(page)
    listener.press_play(track.uid)
    listener.hears(track.uid)
    sizes = page.evaluate(
        "performance.getEntriesByType('resource').filter((e) => /\\.js$/.test(e.name)).map((e) => e.decodedBodySize)"
    )
    assert len(sizes) > 10
    assert 0 < sum(sizes) < 100_000
