"""The recording on its staff: what is seen of it, and what it does."""

import pytest
from playwright.sync_api import Page, expect

from libitum.accounts.models import User
from libitum.catalog.models import Track
from libitum.community.services import add_comment

from .conftest import Publish
from .listening import Listener
from .sounds import sine

DURATION = 60


@pytest.fixture
def track(publish: Publish, bob: User, alice: User) -> Track:
    track = publish("Drawn", sine(DURATION))
    add_comment(actor=bob, track=track, body="The very middle.", at_ms=30_000)
    add_comment(actor=alice, track=track, body="Near the end.", at_ms=54_000)
    return track


@pytest.fixture
def listener(page: Page, track: Track) -> Listener:
    page.goto(track.get_absolute_url())
    return Listener(page)


def played(page: Page) -> float:
    return float(page.locator("[data-waveform=played]").get_attribute("width").rstrip("%"))  # type: ignore[union-attr]


def test_a_click_on_it_plays_from_there_and_colours_what_lies_before(
    page: Page, listener: Listener, track: Track
) -> None:
    assert played(page) == 0
    slider = page.get_by_role("slider", name="Place in the track").first
    box = slider.bounding_box()
    assert box is not None
    slider.click(position={"x": box["width"] / 2, "y": 20})
    assert 30 <= listener.hears(track.uid, after=30) < 34
    listener.part("toggle").click()
    listener.hears_nothing()
    position = listener.state["position"]
    expect(slider).to_have_attribute("aria-valuetext", f"0:{int(position)} of 1:00")
    assert played(page) == pytest.approx(100 * position / DURATION, abs=0.5)
    expect(slider).to_have_attribute("aria-valuemax", "60")


def test_it_is_dragged_by_a_finger_without_seeking_on_the_way(page: Page, listener: Listener, track: Track) -> None:
    listener.press_play(track.uid)
    listener.hears(track.uid)
    box = page.locator("[data-waveform=slider]").bounding_box()
    assert box is not None
    y = box["y"] + 20
    page.mouse.move(box["x"] + box["width"] * 0.2, y)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.8, y, steps=5)
    assert 79 < played(page) < 81
    assert listener.state["position"] < 20
    page.mouse.up()
    listener.hears(track.uid, after=48)


def test_it_obeys_keys(page: Page, listener: Listener, track: Track) -> None:
    listener.press_play(track.uid)
    listener.hears(track.uid)
    listener.part("toggle").click()
    page.evaluate("listened.seek(10)")
    page.locator("[data-waveform=slider]").focus()
    for key, place in (("ArrowRight", 15), ("ArrowUp", 20), ("ArrowLeft", 15), ("PageUp", 45), ("Home", 0)):
        page.keyboard.press(key)
        assert listener.state["position"] == pytest.approx(place, abs=0.1)
    page.keyboard.press("End")
    assert listener.state["position"] == pytest.approx(DURATION, abs=0.2)


def test_notes_stand_at_their_second_and_open_their_words(page: Page, listener: Listener, track: Track) -> None:
    notes = page.locator(".note")
    expect(notes).to_have_count(2)
    score = page.locator("libitum-waveform").bounding_box()
    head = notes.first.locator(".note-stem").bounding_box()
    assert score is not None
    assert head is not None
    assert (head["x"] - score["x"]) / score["width"] == pytest.approx(0.5, abs=0.01)
    notes.first.focus()
    page.keyboard.press("Enter")
    bubble = page.locator("[data-waveform=note]")
    expect(bubble).to_be_visible()
    expect(bubble).to_contain_text("The very middle.")
    expect(bubble).to_contain_text("Bob")
    bubble.get_by_role("button").click()
    listener.hears(track.uid, after=30)
    page.wait_for_selector(".note.is-heard >> nth=0")
    expect(page.locator(".note.is-heard")).to_have_count(1)


def test_taking_over_moves_nothing(page: Page, listener: Listener) -> None:
    page.evaluate(
        "self.shifts = []; new PerformanceObserver((list) => shifts.push(...list.getEntries().map((e) => e.value)))"
        ".observe({ type: 'layout-shift', buffered: true })"
    )
    page.wait_for_function("() => document.querySelector('[data-waveform=bars]').viewBox.baseVal.width !== 1000")
    assert sum(page.evaluate("shifts")) < 0.01


@pytest.mark.parametrize("width", [360, 768, 1440])
def test_it_fits_every_width(page: Page, listener: Listener, track: Track, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    listener.press_play(track.uid)
    listener.hears(track.uid)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for part in ("toggle", "queue-button"):
        box = listener.part(part).bounding_box()
        assert box is not None
        assert box["width"] >= 44
        assert box["height"] >= 44
