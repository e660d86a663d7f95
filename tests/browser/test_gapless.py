"""A sine cut in two and published as two tracks sounds as one."""

from collections.abc import Iterator

import numpy as np
import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from .conftest import PATIENCE, Publish
from .listening import Listener
from .seams import TAP, Seam, captured, longest_run, seam_of
from .sounds import RATE, sine

FREQUENCY = 440.0
CUT = 3.4321  # s; in the middle of a period, of a frame, of everything
WITHOUT_AAC = """
const ask = MediaSource.isTypeSupported;
MediaSource.isTypeSupported = (type) => !type.includes('mp4a') && ask.call(MediaSource, type);
"""
TRIES = 3  # a machine out of breath drops sound of its own


@pytest.fixture
def tapped(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    context = browser.new_context(base_url=live_server.url, bypass_csp=True)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.add_init_script(path=TAP)
    yield page
    context.close()


@pytest.mark.parametrize("codec", ["aac", "opus"])
def test_two_tracks_join_without_a_gap(tapped: Page, publish: Publish, codec: str) -> None:
    whole = sine(7, FREQUENCY)
    second = publish("Second half", whole[round(CUT * RATE) :])
    first = publish("First half", whole[: round(CUT * RATE)])
    if codec == "opus":
        tapped.add_init_script(WITHOUT_AAC)
    for _ in range(TRIES):
        seam = listen(tapped, first.uid, second.uid)
        print(f"{codec}: gap {seam.gap:.3f} ms, shift {seam.shift:+.2f} samples")  # noqa: T201 - shown with -s
        if seam.gap == 0 and abs(seam.shift) < 1:
            break
    assert seam.gap == 0
    assert abs(seam.shift) < 1


def listen(page: Page, first: str, second: str) -> Seam:
    page.goto("/")
    listener = Listener(page)
    listener.press_play(first)
    listener.hears(second, after=1)
    sound, rate = captured(page)
    return seam_of(sound, rate, after=CUT, frequency=FREQUENCY)


def test_the_measure_sees_a_gap_of_five_milliseconds() -> None:
    whole = sine(4).astype(np.float32)
    hole = np.zeros(round(0.005 * RATE), np.float32)
    torn = np.concatenate([whole[: 2 * RATE], hole, whole[2 * RATE :]])
    seam = seam_of(torn, RATE, after=2, frequency=FREQUENCY)
    assert 2 < seam.gap < 6
    assert abs(seam.shift) > 1


def test_the_measure_sees_one_lost_sample() -> None:
    whole = sine(4).astype(np.float32)
    torn = np.delete(whole, 2 * RATE)
    assert abs(seam_of(torn, RATE, after=2, frequency=FREQUENCY).shift) == pytest.approx(1, abs=0.1)


def test_longest_run() -> None:
    assert longest_run(np.array([True, False, True, True, False])) == 2
    assert longest_run(np.array([False])) == 0
