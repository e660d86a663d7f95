"""The same page where recordings go to the store directly: in parts, past the site, gone on with after a reload."""

import hashlib
import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from libitum.media.tests.s3 import BUCKET, S3, running

from .desk import MB, Desk, alice_before
from .site import Site
from .store_door import StoreDoor, opened

pytestmark = pytest.mark.browser

PART = 16 * MB
SIZE = 2 * PART + 4321
SEED = random.SystemRandom().randrange(1 << 30)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3]:
    with running(tmp_path_factory.mktemp("store") / "objects") as s3:
        yield s3


@pytest.fixture(scope="module")
def door(store: S3) -> Iterator[StoreDoor]:
    with opened(store.endpoint) as door:
        yield door


@pytest.fixture(scope="module")
def direct_site(store: S3, door: StoreDoor, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    site = Site(tmp_path_factory.mktemp("direct-site"))
    direct = {"LIBITUM_S3_DIRECT_UPLOADS": "true", "LIBITUM_S3_PUBLIC_ENDPOINT": door.endpoint}
    site.environment |= {**store.environment, **direct}
    site.prepare()
    site.start()
    yield site
    site.kill()


@pytest.fixture
def direct_desk(browser: Browser, direct_site: Site, door: StoreDoor) -> Iterator[Desk]:
    door.is_open = True
    door.parts.clear()
    with alice_before(browser, direct_site) as context, Desk.opened(context, direct_site) as desk:
        yield desk


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    path = tmp_path / "take.wav"
    path.write_bytes(random.Random(SEED).randbytes(SIZE))
    return path


def put_together(store: S3, desk: Desk) -> str:
    """The hash of what lies in the store."""
    uid = desk.address.rpartition("/")[2]
    return hashlib.sha256((store.root / BUCKET / "incoming" / uid).read_bytes()).hexdigest()


def test_every_byte_goes_there_and_none_to_the_site(
    direct_desk: Desk, store: S3, door: StoreDoor, recording: Path
) -> None:
    direct_desk.choose(recording)
    direct_desk.arrives(["take.wav"])
    assert direct_desk.parts == []
    assert door.parts == [(1, PART), (2, PART), (3, 4321)]
    assert put_together(store, direct_desk) == hashlib.sha256(recording.read_bytes()).hexdigest()


def test_in_a_page_loaded_anew_it_goes_on_with_the_next_part(
    direct_desk: Desk, store: S3, door: StoreDoor, recording: Path
) -> None:
    direct_desk.page.on("dialog", lambda dialog: dialog.accept())
    direct_desk.goes_at(8 * MB)
    direct_desk.choose(recording)
    direct_desk.has_sent("take.wav", PART + MB, SIZE)
    direct_desk.open()
    door.parts.clear()
    direct_desk.choose(recording)
    direct_desk.arrives(["take.wav"])
    assert door.parts[-1] == (3, 4321)
    assert 1 not in {number for number, _size in door.parts}
    assert put_together(store, direct_desk) == hashlib.sha256(recording.read_bytes()).hexdigest()


def test_a_browser_that_can_not_reach_the_store_sends_to_the_site(
    direct_desk: Desk, direct_site: Site, door: StoreDoor, recording: Path
) -> None:
    door.is_open = False
    direct_desk.choose(recording)
    direct_desk.arrives(["take.wav"])
    assert door.parts == []
    assert direct_desk.rest_from(0, SIZE) == 0
    uid = direct_desk.address.rpartition("/")[2]
    part = direct_site.home / "uploads" / f"{uid}.part"
    assert hashlib.sha256(part.read_bytes()).hexdigest() == hashlib.sha256(recording.read_bytes()).hexdigest()
