"""Media that a proxy sends: as if Libitum had sent them, to the last header."""

import stat

import pytest

from tests.uploads.site import Site

from .conftest import Deployed

pytestmark = pytest.mark.own_database

OTHERS_READ, OTHERS_ENTER = stat.S_IROTH, stat.S_IXOTH
KINDS = ["sound", "open sound", "granted sound", "original", "download", "open download", "playlist", "picture"]
SIGNALS = {
    "sound": ("train-ai=n, search=y", "1"),
    "open sound": ("train-ai=y, search=y", "0"),
    "original": ("train-ai=n, search=n", "1"),
    "download": ("train-ai=n, search=n", "1"),
    "open download": ("train-ai=y, search=n", "0"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_header_and_every_byte_arrives(deployed: Deployed, works: dict[str, str], kind: str) -> None:
    ours, arrived = deployed.bare.ask(works[kind]), deployed.door.ask(works[kind])
    assert ours.status == arrived.status == 200
    assert arrived.said == ours.said
    assert arrived.body == ours.body


def test_the_proxy_has_sent_them(deployed: Deployed, works: dict[str, str]) -> None:
    site = deployed.bare.always or {}
    named = type(deployed.bare)(deployed.site.port, always=site).ask(works["sound"])
    assert named["X-Accel-Redirect"].startswith("/.media/masters/")
    assert named.body == b""


@pytest.mark.parametrize("kind", list(SIGNALS))
def test_what_machines_are_told_is_that_of_the_work(deployed: Deployed, works: dict[str, str], kind: str) -> None:
    arrived = deployed.door.ask(works[kind])
    assert (arrived["Content-Usage"], arrived["tdm-reservation"]) == SIGNALS[kind]
    assert ("tdm-policy" in arrived.headers) == ("open" not in kind)
    assert 'rel="license"; type="application/rsl+xml"' in arrived["Link"]


@pytest.mark.parametrize("value", ["bytes=0-0", "bytes=256-511", "bytes=-7", "bytes=10200-", "bytes=0-999999"])
@pytest.mark.parametrize("kind", ["sound", "open download"])
def test_a_range_is_that_part(deployed: Deployed, works: dict[str, str], kind: str, value: str) -> None:
    etag = deployed.bare.ask(works[kind], method="HEAD")["ETag"]
    for condition in ({}, {"If-Range": etag}, {"If-None-Match": '"other"'}):
        headers = {"Range": value, **condition}
        ours, arrived = deployed.bare.ask(works[kind], headers), deployed.door.ask(works[kind], headers)
        assert ours.status == arrived.status == 206
        assert (arrived.said, arrived.body) == (ours.said, ours.body)


def test_conditions_keep_their_meaning(deployed: Deployed, works: dict[str, str]) -> None:
    first = deployed.door.ask(works["sound"])
    etag, modified = first["ETag"], first["Last-Modified"]
    long_ago = "Thu, 01 Jan 1970 00:00:01 GMT"
    for headers, status in [
        ({"If-None-Match": etag}, 304),
        ({"If-None-Match": "*"}, 304),
        ({"If-None-Match": '"other"'}, 200),
        ({"If-Modified-Since": modified}, 304),
        ({"If-Modified-Since": long_ago}, 200),
        ({"If-None-Match": '"other"', "If-Modified-Since": modified}, 200),
        ({"If-Match": etag}, 200),
        ({"If-Match": '"other"'}, 412),
        ({"If-Unmodified-Since": modified}, 200),
        ({"If-Unmodified-Since": long_ago}, 412),
        ({"Range": "bytes=0-9", "If-Range": etag}, 206),
        ({"Range": "bytes=0-9", "If-Range": modified}, 206),
        ({"Range": "bytes=0-9", "If-Range": '"other"'}, 200),
        ({"Range": "bytes=0-9", "If-Range": long_ago}, 200),
        ({"Range": "bytes=0-9", "If-Match": etag}, 206),
        ({"Range": "bytes=0-1,5-6"}, 200),
        ({"Range": "nonsense"}, 200),
        ({"Range": "bytes=999999-"}, 416),
    ]:
        ours, arrived = deployed.bare.ask(works["sound"], headers), deployed.door.ask(works["sound"], headers)
        assert (ours.status, arrived.status, headers) == (status, status, headers)
        assert arrived.said == ours.said, headers
        assert arrived.body == ours.body, headers


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "POST"])
def test_other_methods_are_answered_as_ever(deployed: Deployed, works: dict[str, str], method: str) -> None:
    ours, arrived = (door.ask(works["sound"], method=method) for door in (deployed.bare, deployed.door))
    assert (arrived.status, arrived.said, arrived.body) == (ours.status, ours.said, ours.body)


def test_the_folder_itself_has_no_address(deployed: Deployed, works: dict[str, str]) -> None:
    files = [path.relative_to(deployed.media) for path in deployed.media.rglob("*") if path.is_file()]
    assert len(files) > 10
    for file in files:
        arrived = deployed.door.ask(f"/.media/{file}")
        assert arrived.status == 404
        assert (arrived["Content-Usage"], arrived["tdm-reservation"]) == ("train-ai=n, search=n", "1")
        assert (deployed.media / file).read_bytes() not in arrived.body


@pytest.mark.parametrize("path", ["/media/t/none/none/aac.mp4", "/media/k/x/o/none/none"])
def test_refusals_stay_refusals(deployed: Deployed, path: str) -> None:
    ours, arrived = deployed.bare.ask(path), deployed.door.ask(path)
    assert (arrived.status, arrived.said, arrived.body) == (ours.status, ours.said, ours.body)
    assert arrived.status == 404


def test_a_proxy_of_another_user_could_read_them(home: Site, works: dict[str, str]) -> None:
    """The way to the folder is closed; who is let in by a mount of its own can read all that lies there."""
    folder = home.home / "media"
    assert all(path.stat().st_mode & OTHERS_READ for path in folder.rglob("*"))
    assert all(path.stat().st_mode & OTHERS_ENTER for path in (folder, *folder.rglob("*")) if path.is_dir())
