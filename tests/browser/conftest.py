"""A real Chromium before a real server, with recordings that went through the whole of processing."""

import hashlib
import os
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from libitum.accounts.models import User
from libitum.catalog.models import Artist, Track, Visibility
from libitum.catalog.services import create_track
from libitum.media.engine.examine import Examination
from libitum.media.engine.renditions import Rendition, make_renditions
from libitum.media.services.processing import process_all
from libitum.media.services.uploads import receive_file
from tests.conftest import PATIENCE

from .sounds import Sound, write_wav

__all__ = ["PATIENCE"]

# Playwright's loop runs in this thread, which makes Django believe that it is asked from within one.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """One browser at a time: what is heard in real time wants a core to itself."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if config.pluginmanager.hasplugin("xdist"):
                item.add_marker(pytest.mark.xdist_group("browser"))
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture(autouse=True)
def served_to_the_end(browser: Browser, live_server: LiveServer) -> Iterator[None]:
    """Nobody is being answered any more when the tables are emptied."""
    yield
    for context in browser.contexts:
        context.close()
    deadline = time.monotonic() + PATIENCE / 1000
    while any("process_request_thread" in thread.name for thread in threading.enumerate()):
        assert time.monotonic() < deadline, "an answer never ends"
        time.sleep(0.01)


@pytest.fixture
def context(browser: Browser, live_server: LiveServer) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=live_server.url, locale="en-GB")
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A window; a script that fails anywhere in it fails the test."""
    page = context.new_page()
    failures: list[str] = []
    page.on("pageerror", lambda error: failures.append(str(error)))
    yield page
    assert failures == []


@pytest.fixture(scope="session", autouse=True)
def encoded_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The same sound isn't encoded again for every test; all else of processing is done each time."""
    kept: dict[str, tuple[Path, tuple[Rendition, ...]]] = {}

    def make_or_copy(path: Path, examined: Examination, *, workdir: Path, **rest: Any) -> tuple[Rendition, ...]:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        if digest not in kept:
            folder = tmp_path_factory.mktemp("renditions")
            kept[digest] = folder, make_renditions(path, examined, workdir=folder, **rest)
        folder, renditions = kept[digest]
        shutil.copytree(folder, workdir, dirs_exist_ok=True)
        return renditions

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("libitum.media.services.processing.sound.make_renditions", make_or_copy)
        yield


@pytest.fixture
def publish(ada: Artist, tmp_path: Path) -> "Publish":
    return Publish(ada.owner, ada, tmp_path)


class Publish:
    """Puts a recording on the instance as an artist would, and waits until it can be heard."""

    def __init__(self, actor: User, artist: Artist, folder: Path) -> None:
        self.actor, self.artist, self.folder = actor, artist, folder

    def __call__(self, title: str, sound: Sound, visibility: Visibility = Visibility.PUBLIC) -> Track:
        track = create_track(
            actor=self.actor, artist=self.artist, title=title, visibility=visibility, rights_basis="holder"
        )
        self.record(track, sound)
        track.refresh_from_db()
        assert track.audio_ready_at is not None, "the recording was not processed"
        return track

    def record(self, track: Track, sound: Sound) -> None:
        """The track's recording, or a new one in the place of the last."""
        path = self.folder / f"{track.uid}.wav"
        write_wav(path, sound)
        receive_file(actor=self.actor, track=track, path=path)
        process_all()
