"""What becomes of a recording on the page that sent it, with workers; and what one types meanwhile."""

import random
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from libitum.media.tests.corpus import sounds

from .desk import MB, PATIENCE, SLOW, Desk

pytestmark = pytest.mark.browser

BIG = 24 * MB
NO_SOUND = {
    "list.mp3": (b"#EXTM3U\nhttps://example.org/a.mp3\n", "playlist"),
    "page.wav": (b"<!doctype html><title>404</title>", "web page"),
    "noise.flac": (random.Random(7).randbytes(200_000), "no sound file"),
    "cut off.wav": (sounds.wav(30)[:2_000_000], "too early"),
}


def test_what_is_no_recording_says_why_in_a_sentence(working_desk: Desk, tmp_path: Path) -> None:
    for name, (content, _words) in NO_SOUND.items():
        (tmp_path / name).write_bytes(content)
    working_desk.choose(*(tmp_path / name for name in NO_SOUND))
    for name, (_content, words) in NO_SOUND.items():
        outcome = working_desk.row(name).locator(".upload-state.is-bad")
        expect(outcome).to_be_visible(timeout=2 * PATIENCE)
        assert words in outcome.inner_text()
        assert outcome.inner_text().strip().endswith(".")


def test_what_one_types_while_it_is_sent_outlives_a_killed_server(working_desk: Desk, tmp_path: Path) -> None:
    desk, page, site = working_desk, working_desk.page, working_desk.site
    short, long = tmp_path / "short.wav", tmp_path / "long.flac"
    short.write_bytes(sounds.wav(3))
    long.write_bytes(random.Random(8).randbytes(BIG))
    desk.choose(short)
    desk.row(short.name).get_by_role("link", name="Fill in the details").wait_for(timeout=2 * PATIENCE)
    desk.goes_at(SLOW)
    desk.choose(long)
    desk.has_sent(long.name, 2 * MB + MB // 2, BIG)
    desk.row(short.name).get_by_role("link", name="Fill in the details").click()
    page.get_by_label("Title").fill("Dusk in Trieste")
    line = page.locator(".upload-line")
    expect(line).to_have_text(re.compile(r"Uploading: \d+%, \d+:\d\d left"))
    site.kill()
    page.get_by_role("button", name="Save", exact=True).click()
    trouble = page.locator("[data-page-trouble]")
    expect(trouble).to_contain_text("connection")
    expect(page.get_by_label("Title")).to_have_value("Dusk in Trieste")
    before = len(desk.parts)
    site.start()
    trouble.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("heading", name="Dusk in Trieste", level=1)).to_be_visible()
    desk.goes_at(-1)
    expect(line).to_contain_text("Everything has arrived", timeout=PATIENCE)
    assert 2 * MB <= desk.rest_from(before, BIG) < BIG
