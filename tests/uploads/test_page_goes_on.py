"""The upload page after everything that can come between: a pause, a reload, a closed page, a killed server."""

import random
import re
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Dialog, expect

from .desk import CRAWL, MB, SLOW, Desk
from .site import Site

pytestmark = pytest.mark.browser

SIZE = 24 * MB + 123
SEED = random.SystemRandom().randrange(1 << 30)
SAFE = re.compile(r"([\d.]+) MB of 24\.0 MB are safe")


@pytest.fixture
def take(tmp_path: Path) -> Path:
    path = tmp_path / f"take {tmp_path.name}.flac"
    path.write_bytes(random.Random(f"{SEED} {path}").randbytes(SIZE))
    return path


@pytest.fixture
def halfway(desk: Desk, take: Path) -> Desk:
    """Its first part is with the server, the second on its way."""
    desk.goes_at(SLOW)
    desk.choose(take)
    desk.has_sent(take.name, 2 * MB + MB // 2, SIZE)
    desk.goes_at(CRAWL)  # on a busy machine it would be over before anything can come between
    assert 2 * MB <= desk.offsets[desk.address] < SIZE
    return desk


def the_rest_is_sent(desk: Desk, take: Path, before: int) -> int:
    """Of what is sent after the first `before` parts, nothing was there already. Answers with how much was."""
    desk.arrives([take.name])
    offset = desk.rest_from(before, SIZE)
    assert offset >= 2 * MB, "it began from zero"
    assert desk.parts[-1].address == desk.address
    assert desk.site.part(desk.address).read_bytes() == take.read_bytes(), f"seed {SEED}"
    return offset


def said_to_be_safe(words: str) -> int:
    """In bytes, as rounded for people."""
    found = SAFE.search(words)
    assert found is not None, words
    return round(float(found[1]) * MB)


def test_paused_it_waits_and_goes_on(halfway: Desk, take: Path) -> None:
    halfway.act("Pause", take.name)
    halfway.is_in(take.name, "paused")
    sent, safe = len(halfway.parts), said_to_be_safe(halfway.says(take.name))
    expect(halfway.page.locator(":focus")).to_have_attribute("data-act", "resume")
    halfway.page.get_by_role("link", name="All receipts").click()
    expect(halfway.page.get_by_role("heading", name="Receipts")).to_be_visible()
    halfway.page.get_by_role("link", name=re.compile(r"^Uploading has halted at \d+%$")).click()
    halfway.is_in(take.name, "paused")
    assert len(halfway.parts) == sent, "something was sent during the pause"
    halfway.act("Go on", take.name)
    assert 2 * MB <= safe <= the_rest_is_sent(halfway, take, sent)


@pytest.mark.parametrize("again", ["chosen", "dropped"])
def test_in_a_page_loaded_anew_it_goes_on(halfway: Desk, take: Path, again: str) -> None:
    asked: list[str] = []

    def leave(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    halfway.page.on("dialog", leave)
    halfway.page.get_by_role("heading", name="Upload").click()  # a browser asks only for whom it has met
    halfway.page.reload()
    assert asked == ["beforeunload"]
    sent = len(halfway.parts)
    begun = halfway.page.locator("[data-uploads-unfinished] li").filter(has_text=take.name)
    expect(begun).to_be_visible()
    if again == "chosen":
        halfway.choose(take)
    else:
        halfway.drop(halfway.drag(take))
    expect(halfway.row(take.name)).to_contain_text("Goes on where it stopped")
    expect(begun).to_be_hidden()
    the_rest_is_sent(halfway, take, sent)


def test_after_the_page_was_closed_it_goes_on(halfway: Desk, take: Path, alices_browser: BrowserContext) -> None:
    halfway.page.close()
    later = Desk(alices_browser.new_page(), halfway.site)
    later.open()
    later.choose(take)
    later.created += halfway.created
    the_rest_is_sent(later, take, 0)


def test_over_a_killed_server_it_goes_on_by_itself(halfway: Desk, take: Path, site: Site) -> None:
    site.kill()
    halfway.is_in(take.name, "retrying")
    words = halfway.says(take.name)
    assert words.startswith("The connection broke. ")
    before = len(halfway.parts)
    site.start()
    assert 2 * MB <= said_to_be_safe(words) <= the_rest_is_sent(halfway, take, before)


def test_another_file_of_that_name_is_another_upload(halfway: Desk, take: Path) -> None:
    halfway.page.reload()
    take.write_bytes(take.read_bytes()[::-1])
    halfway.choose(take)
    halfway.arrives([take.name])
    former, address = halfway.created
    assert former != address
    assert halfway.site.part(address).read_bytes() == take.read_bytes(), f"seed {SEED}"


def test_given_up_it_is_gone(halfway: Desk, take: Path, site: Site) -> None:
    with halfway.page.expect_response(lambda response: response.request.method == "DELETE"):
        halfway.act("Give up", take.name)
    halfway.is_in(take.name, "cancelled")
    expect(halfway.row(take.name)).to_contain_text("Given up")
    assert site.received()[take.name] == "terminated"
