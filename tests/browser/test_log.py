"""The log as a sceptic's browser sees it: it believes nothing, and says so when something is wrong."""

from pathlib import Path

import pytest
from django.db import transaction
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from libitum.catalog.models import Artist
from libitum.ledger.keys import new_key, save_key
from libitum.ledger.log import PublishedLog, published_log
from libitum.ledger.publishing import heartbeat, publish_vkeys
from libitum.ledger.sequencer import sequence
from libitum.ledger.services import append, publish_manifest
from libitum.media.services.uploads import receive_file

from .people import sign_in_at_once
from .test_axe_public import faults


@pytest.fixture
def log(live_server: LiveServer) -> PublishedLog:
    """Three hundred entries: more than a tile holds."""
    save_key(new_key("localhost/log"))
    publish_vkeys()
    write(300)
    heartbeat()
    sequence()
    return published_log()


def write(count: int) -> None:
    with transaction.atomic():
        append(type="key.rotate", bodies=[{"old": f"key {n}", "new": f"key {n + 1}"} for n in range(count)])


def verdict(page: Page) -> str:
    expect(page.locator("libitum-log-check")).to_have_attribute("data-state", "proved")
    return page.locator(".log-verdict").inner_text()


def test_the_whole_log_and_an_entry_are_checked_in_the_browser(page: Page, log: PublishedLog) -> None:
    page.goto("/log/")
    assert "Checked in your browser." in verdict(page)
    page.locator(".log-entries a").nth(7).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Entry")
    assert "stands in the log at this place" in verdict(page)
    newest = log.newest()
    assert newest is not None
    # The path is drawn up to the root that was signed.
    expect(page.locator(".log-path").get_by_text(newest.root.hex()[:8])).to_have_count(1)


def test_a_log_that_grew_continues_what_was_seen(page: Page, log: PublishedLog) -> None:
    page.goto("/log/")
    verdict(page)
    seen = log.newest()
    write(5)
    sequence()
    page.goto("/log/")
    verdict(page)
    assert seen is not None
    expect(page.locator("[data-kept]")).to_have_text(str(seen.size))


def test_a_log_that_went_back_is_called_so(page: Page, log: PublishedLog) -> None:
    before = log.fetch("checkpoint")
    write(5)
    sequence()
    page.goto("/log/")
    verdict(page)
    log.write("checkpoint", before)
    page.goto("/log/")
    expect(page.get_by_text("The log is shorter than the one this browser saw before.")).to_be_visible()


def test_a_changed_tile_is_called_so(page: Page, log: PublishedLog) -> None:
    tile = log.root / "tile/0/000"
    data = bytearray(tile.read_bytes())
    data[700] ^= 1
    tile.write_bytes(data)
    page.goto("/log/entries/3")
    expect(page.locator("libitum-log-check")).to_have_attribute("data-state", "refused")
    expect(page.get_by_text("Not proved.")).to_be_visible()


def test_a_receipt_demands_that_the_log_goes_on_from_it(
    page: Page, live_server: LiveServer, log: PublishedLog, ada: Artist, tmp_path: Path
) -> None:
    sign_in_at_once(page.context, live_server, ada.owner)
    path = tmp_path / "dusk.wav"
    path.write_bytes(b"RIFF....WAVE" * 50)
    before = log.fetch("checkpoint")
    write(5)
    sequence()
    upload = receive_file(actor=ada.owner, artist=ada, path=path)
    write(5)
    sequence()
    page.goto(f"/my/uploads/{upload.uid}")
    assert "continues the one in this receipt" in verdict(page)
    assert page.locator("[data-checkpoint]").text_content() == upload.checkpoint
    # Another browser, which has seen nothing before: the receipt alone finds it out.
    page.evaluate("localStorage.clear()")
    log.write("checkpoint", before)
    page.goto(f"/my/uploads/{upload.uid}")
    expect(page.get_by_text("The log is shorter than the one in this receipt.")).to_be_visible()


def test_absence_among_a_million_is_checked_at_once(page: Page, log: PublishedLog) -> None:
    """From the manifest's own address, by the module that the site serves. Its file is a counter, which is sorted."""
    manifest = publish_manifest([n.to_bytes(32, "big") for n in range(0, 2_000_000, 2)])
    page.goto("/log/")
    asked = {"root": manifest["root"], "address": f"/log/absence/{manifest['sha256']}/", "module": MODULE}
    said = page.evaluate(ABSENCE, {**asked, "commitments": [f"{n:064x}" for n in (1, 999_999, 1_048_575, 1_999_997)]})
    assert said["verdicts"] == ["absent"] * 4
    assert said["other"] == "bad-proof"
    assert max(said["bytes"]) <= 2000
    # The limit; a loaded machine may take the first from the cache of compiled code, never all.
    assert sorted(said["taken"])[1] <= 50


MODULE = "/static/web/js/log/absence.js"
ABSENCE = """
async ({ root, address, module, commitments }) => {
  const { parseAbsence, checkAbsence } = await import(module);
  const bytesOf = (hex) => Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));
  const check = (text, commitment) =>
    checkAbsence(parseAbsence(text), bytesOf(commitment), bytesOf(root), 1000000).then(() => "absent", (e) => e.reason);
  const [verdicts, taken, bytes] = [[], [], []];
  let text = "";
  for (const commitment of commitments) {
    text = await (await fetch(address + commitment)).text();
    const start = performance.now();
    verdicts.push(await check(text, commitment));
    taken.push(performance.now() - start);
    bytes.push(text.length);
  }
  return { verdicts, taken, bytes, other: await check(text, commitments[0]) };
}
"""


def test_everybody_can_read_it(browser: Browser, live_server: LiveServer, log: PublishedLog) -> None:
    found = []
    for scheme, width in (("light", 360), ("dark", 1440)):
        context = browser.new_context(
            base_url=live_server.url,
            color_scheme="light" if scheme == "light" else "dark",
            viewport={"width": width, "height": 900},
        )
        page = context.new_page()
        for path in ("/log/", "/log/entries/3", "/log/checkpoints", "/log/types"):
            page.goto(path)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path
            found += [(path, scheme, width, fault) for fault in faults(page)]
        context.close()
    assert found == []
