"""tus-js-client, in Chromium, uploads to a running server."""

import base64
import hashlib
import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.npm import file_of

from .site import Site

PACKAGE = "tus-js-client@4.3.1"
SIZE = 3 * 1024 * 1024 + 17
# Sends the bytes given in Base64; `window.upload` is the client's own object.
SEND = """async ([endpoint, token, name, octets, options]) => {
  const data = Uint8Array.from(atob(octets), (letter) => letter.charCodeAt(0));
  const file = new File([data], name, { lastModified: 1 });
  window.progress = 0;
  window.outcome = null;
  window.upload = new tus.Upload(file, {
    endpoint, headers: { Authorization: `Bearer ${token}` }, metadata: { filename: name }, ...options,
    onProgress: (sent) => (window.progress = sent),
    onSuccess: () => (window.outcome = "done"),
    onError: (error) => (window.outcome = String(error)),
  });
  const former = await upload.findPreviousUploads();
  if (former.length) upload.resumeFromPreviousUpload(former[0]);
  upload.start();
  return former.length;
}"""


@pytest.fixture(scope="session")
def tus_js(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return file_of(PACKAGE, "dist/tus.min.js", tmp_path_factory.mktemp("npm"))


@pytest.fixture
def page(site: Site, tus_js: Path, browser: Browser) -> Iterator[Page]:
    """A page of the site's own origin, with nothing but the client in it."""
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    page.goto(f"{site.url}/healthz")
    page.add_script_tag(path=tus_js)
    yield page
    context.close()


@pytest.fixture
def data() -> bytes:
    return random.Random(time.time_ns()).randbytes(SIZE)


def send(page: Page, site: Site, name: str, data: bytes, **options: Any) -> int:
    """Answers with how many uploads of the same file the client remembered."""
    octets = base64.b64encode(data).decode()
    remembered: int = page.evaluate(SEND, ["/api/v1/uploads", site.token, name, octets, options])
    return remembered


def finish(page: Page, site: Site, data: bytes) -> None:
    page.wait_for_function("window.outcome !== null", timeout=60_000)
    assert page.evaluate("window.outcome") == "done"
    address = page.evaluate("new URL(upload.url, location.href).pathname")
    assert hashlib.sha256(site.part(address).read_bytes()).digest() == hashlib.sha256(data).digest()


@pytest.mark.parametrize("options", [{}, {"chunkSize": 500_000}, {"uploadDataDuringCreation": True}])
def test_a_file_arrives_whole(page: Page, site: Site, data: bytes, options: dict[str, Any]) -> None:
    send(page, site, f"whole-{len(options)}.flac", data, **options)
    finish(page, site, data)


def test_paused_it_goes_on(page: Page, site: Site, data: bytes) -> None:
    send(page, site, "paused.flac", data, chunkSize=200_000)
    page.wait_for_function("window.progress >= 200000")
    page.evaluate("upload.abort()")
    page.evaluate("upload.start()")
    finish(page, site, data)


def test_in_a_page_loaded_anew_it_goes_on(page: Page, site: Site, data: bytes, tus_js: Path) -> None:
    send(page, site, "again.flac", data, chunkSize=200_000)
    page.wait_for_function("window.progress >= 200000")
    page.reload()
    page.add_script_tag(path=tus_js)
    assert send(page, site, "again.flac", data, chunkSize=200_000) == 1
    finish(page, site, data)


def test_over_a_killed_server_it_goes_on(page: Page, site: Site, data: bytes) -> None:
    send(page, site, "killed.flac", data, chunkSize=200_000, retryDelays=[200, 500, 1000, 2000, 4000, 8000])
    page.wait_for_function("window.progress >= 200000")
    site.kill()
    site.start()
    finish(page, site, data)


def test_given_up_it_is_gone(page: Page, site: Site, data: bytes) -> None:
    send(page, site, "given-up.flac", data, chunkSize=200_000)
    page.wait_for_function("window.progress >= 200000")
    page.evaluate("upload.abort(true)")
    assert site.received()["given-up.flac"] == "terminated"


def test_a_refusal_reaches_it_with_its_sentence(page: Page, site: Site) -> None:
    send(page, site, "empty.flac", b"", retryDelays=None)
    page.wait_for_function("window.outcome !== null")
    assert "nothing to hear in it" in page.evaluate("window.outcome")
