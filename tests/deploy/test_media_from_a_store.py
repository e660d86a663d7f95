"""Media that a proxy fetches from an S3 store: as if Libitum had sent them, to the last header."""

import json
from collections.abc import Iterator

import pytest

from libitum.media.tests.s3 import S3, running
from tests.uploads.site import Site

from .asking import Door
from .conftest import Deployed, require
from .proxies import DEPLOY, MEDIA, Nginx
from .works import MAKE_WORKS

pytestmark = pytest.mark.own_database

STORE = "https://s3.example.org"
FIRST, LAST = "    location /.media/ {", "\n    }\n"


def block_of(text: str) -> str:
    start = text.index(FIRST)
    return text[start : text.index(LAST, start) + len(LAST)]


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3]:
    with running(tmp_path_factory.mktemp("store") / "objects") as s3:
        yield s3


@pytest.fixture(scope="session")
def home_with_bucket(store: S3, tmp_path_factory: pytest.TempPathFactory) -> Site:
    site = Site(tmp_path_factory.mktemp("with-bucket"), "serve")
    site.environment |= store.environment
    site.prepare()
    return site


@pytest.fixture(scope="session")
def stored(home_with_bucket: Site) -> dict[str, str]:
    addresses: dict[str, str] = json.loads(
        home_with_bucket.run("shell", "--command", MAKE_WORKS).rpartition("ANSWER")[2]
    )
    return addresses


@pytest.fixture(scope="session")
def before_a_store(
    home_with_bucket: Site, stored: dict[str, str], store: S3, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Deployed]:
    """Behind nginx: Caddy can't yet be told to ask for an address with a query."""
    require("nginx")
    proxy = Nginx(tmp_path_factory.mktemp("nginx"))
    ours = (DEPLOY / "nginx/media-in-s3.conf").read_text().replace(STORE, store.endpoint)
    ours = ours.replace("s3.example.org", store.endpoint.removeprefix("http://"))
    ours = ours.replace("/etc/ssl/certs/ca-certificates.crt", str(proxy.authority))
    site, bare = Site(home_with_bucket.home, "serve"), Site(home_with_bucket.home, "web")
    base = {"LIBITUM_BASE_URL": proxy.url, "LIBITUM_TRUSTED_PROXIES": "127.0.0.1", "LIBITUM_WORKERS": "0"}
    site.environment |= {**store.environment, **base, "LIBITUM_X_ACCEL": "/.media/"}
    bare.environment |= {**store.environment, **base}
    try:
        site.start()
        bare.start()
        media = home_with_bucket.home / "media"
        # The folder has no place in the example any more.
        changes = {block_of(proxy.example.read_text()): f"{ours}# {MEDIA}\n"}
        proxy.start(site.port, media, changes)
        told = {"Host": f"localhost:{proxy.port}", "X-Forwarded-Proto": "https", "X-Forwarded-For": "127.0.0.1"}
        yield Deployed(site, proxy, Door(bare.port, always=told))
    finally:
        proxy.stop()
        bare.kill()
        site.kill()


def test_every_header_and_every_byte_arrives(before_a_store: Deployed, stored: dict[str, str]) -> None:
    for kind, address in stored.items():
        ours, arrived = before_a_store.bare.ask(address), before_a_store.door.ask(address)
        assert (ours.status, arrived.status, kind) == (200, 200, kind)
        assert arrived.said == ours.said, kind
        assert arrived.body == ours.body, kind


def test_the_proxy_has_fetched_them(before_a_store: Deployed, stored: dict[str, str]) -> None:
    named = Door(before_a_store.site.port, always=before_a_store.bare.always or {}).ask(stored["sound"])
    assert named["X-Accel-Redirect"].startswith("/.media/music/masters/")
    assert "X-Amz-Signature" in named["X-Accel-Redirect"]
    assert named.body == b""


@pytest.mark.parametrize("value", ["bytes=0-0", "bytes=256-511", "bytes=-7", "bytes=10200-", "bytes=0-999999"])
def test_a_range_is_that_part(before_a_store: Deployed, stored: dict[str, str], value: str) -> None:
    etag = before_a_store.bare.ask(stored["sound"], method="HEAD")["ETag"]
    for condition in ({}, {"If-Range": etag}, {"If-None-Match": '"other"'}):
        headers = {"Range": value, **condition}
        ours = before_a_store.bare.ask(stored["sound"], headers)
        arrived = before_a_store.door.ask(stored["sound"], headers)
        assert (ours.status, arrived.status) == (206, 206)
        assert (arrived.said, arrived.body) == (ours.said, ours.body)


def test_neither_the_store_nor_its_keys_are_seen(before_a_store: Deployed, stored: dict[str, str]) -> None:
    arrived = before_a_store.door.ask(stored["original"])
    text = str(arrived.headers).lower()
    assert "amz" not in text
    assert before_a_store.door.ask("/.media/music/masters/x").status == 404


def test_a_store_that_does_not_give_it_is_our_fault(
    before_a_store: Deployed, stored: dict[str, str], store: S3
) -> None:
    address = stored["sound"].rpartition("/")[0]
    before = before_a_store.door.ask(f"{address}/opus.mp4")
    assert before.status == 200
    for path in store.root.rglob("opus.mp4"):
        path.rename(path.with_suffix(".away"))
    try:
        arrived = before_a_store.door.ask(f"{address}/opus.mp4")
        assert (arrived.status, arrived.headers["cache-control"][-1]) == (503, "no-store")
        assert arrived["Content-Usage"] == "train-ai=n, search=n"
    finally:
        for path in store.root.rglob("opus.away"):
            path.rename(path.with_suffix(".mp4"))
