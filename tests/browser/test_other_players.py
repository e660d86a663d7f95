"""Players none of us wrote, given nothing but the HLS address of a track: hls.js on another site's page, and ffmpeg."""

import functools
import subprocess
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from libitum.catalog.models import Track, Visibility
from libitum.catalog.services import create_secret_link
from libitum.media.engine.ffmpeg import executable
from tests.npm import file_of

from .conftest import Publish
from .sounds import RATE, sine

PACKAGE = "hls.js@1.7.4"
SECONDS = 40.013  # no whole number of any codec's frames
PAGE = """<!doctype html><meta charset="utf-8"><title>Another site</title>
<audio controls></audio><script src="hls.min.js"></script>"""
PLAY = """address => {
  self.audio = document.querySelector('audio');
  self.fatal = [];
  self.hls = new Hls({ maxBufferLength: 10 });
  hls.on(Hls.Events.ERROR, (_, { details, fatal }) => fatal && self.fatal.push(details));
  hls.loadSource(address);
  hls.attachMedia(audio);
  audio.play().catch(({ name }) => fatal.push(name));
}"""
WITHOUT = """
const ask = MediaSource.isTypeSupported;
MediaSource.isTypeSupported = (type) => !type.toLowerCase().includes('%s') && ask.call(MediaSource, type);
"""
PLAYS_AFTER = "after => fatal.length || (!audio.paused && !audio.seeking && audio.currentTime > after)"


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_arguments: object) -> None:
        """What is asked of it is no news."""


@pytest.fixture(scope="session")
def another_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a page with hls.js in it, of another origin than ours."""
    folder = tmp_path_factory.mktemp("another-site")
    (folder / "index.html").write_text(PAGE)
    script = file_of(PACKAGE, "dist/hls.min.js", tmp_path_factory.mktemp("npm"))
    script.rename(folder / script.name)
    with ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{server.server_port}/"
        server.shutdown()


@pytest.fixture(params=[Visibility.PUBLIC, Visibility.UNLISTED])
def track(publish: Publish, request: pytest.FixtureRequest) -> Track:
    return publish("For other players", sine(SECONDS), request.param)


@pytest.fixture
def playback(track: Track, page: Page, live_server: LiveServer) -> dict[str, Any]:
    """What the API says of the track, asked with a secret link where it takes one. Addresses are made whole."""
    link = create_secret_link(actor=track.artist.owner, work=track)
    answer = page.request.get(f"/api/v1/tracks/{track.uid}/playback", params={"key": link.token}).json()
    answer["hls"] = urljoin(live_server.url, answer["hls"])
    for stream in answer["streams"]:
        stream["playlist"] = urljoin(live_server.url, stream["playlist"])
    assert ("/media/k/" in answer["hls"]) == (track.visibility == Visibility.UNLISTED)
    return dict(answer)


def reached(page: Page, after: float) -> float:
    """The place at which it plays, once that is beyond `after` seconds."""
    page.wait_for_function(PLAYS_AFTER, arg=after)
    assert page.evaluate("fatal") == []
    return float(page.evaluate("audio.currentTime"))


@pytest.mark.parametrize("track", [Visibility.PUBLIC], indirect=True)  # other sites may read only what is public
@pytest.mark.parametrize(("codec", "missing"), [("mp4a.40.2", "opus"), ("opus", "mp4a")])
def test_hls_js_plays_and_seeks(
    page: Page, another_site: str, playback: dict[str, Any], codec: str, missing: str
) -> None:
    page.add_init_script(WITHOUT % missing)
    page.goto(another_site)
    page.evaluate(PLAY, playback["hls"])
    reached(page, 1)
    assert page.evaluate("hls.levels[hls.currentLevel].audioCodec") == codec
    assert page.evaluate("audio.duration") == pytest.approx(SECONDS, abs=0.05)
    for place in (30, 12):  # to where nothing is buffered, and back
        page.evaluate("place => { audio.currentTime = place }", place)
        assert reached(page, place + 0.5) < SECONDS - 2
    page.evaluate("place => { audio.currentTime = place }", SECONDS - 2)
    page.wait_for_function("fatal.length || audio.ended")
    assert page.evaluate("[fatal, audio.ended]") == [[], True]
    assert page.evaluate("audio.currentTime") == pytest.approx(SECONDS, abs=0.05)


def test_ffmpeg_plays_it_from_beginning_to_end(playback: dict[str, Any]) -> None:
    for address in (playback["hls"], *(stream["playlist"] for stream in playback["streams"])):
        assert 0 <= decoded_frames(address) - round(SECONDS * RATE) < 2048


def decoded_frames(address: str) -> int:
    command = [str(executable()), "-v", "error", "-i", address, "-f", "s16le", "-ac", "1", "-ar", str(RATE), "-"]
    done = subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert done.stderr == b""
    return len(done.stdout) // 2
