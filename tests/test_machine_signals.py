"""The whole demo site, crawled: every response says the set, and no two carriers disagree."""

import json
import logging
import re
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from django.conf import settings
from django.http.response import HttpResponseBase
from django.test import Client
from protego import Protego
from pytest_django import Settings

from libitum.catalog.models import Artist, Track, Visibility
from libitum.catalog.services import create_track, mark_audio_ready
from libitum.crawlers.services import ensure_signals, settle_works
from libitum.ledger.publishing import make_key_once
from libitum.media.services.processing.run import process_next
from libitum.media.tests.recordings import record
from libitum.ops.demo.accounts import demo_person, ensure_people
from libitum.ops.demo.data import FOLDER, MUSIC
from libitum.ops.demo.works import ensure_tracks
from libitum.rights.services.purposes import publish_purposes
from libitum.rights.services.terms import ensure_first_version
from libitum.rights.tests.saying import give
from libitum_verify.rights.facts import ANYBODY

from .signals import Page, first_rule, longest, preferences, robots_tags, rsl_rules, usage_rules

HOST = settings.BASE_URL
SEEDS = (
    "/", "/robots.txt", "/rsl.xml", "/.well-known/tdmrep.json", "/policies/tdm/1", "/sitemap.xml", "/feed.xml", "/ai",
    "/search?q=first", "/api/v1/tracks?limit=5", "/api/v1/openapi.json", "/nothing/here/at/all", "/upload", "/healthz",
    "/api/v1/tracks/no-such", "/media/t/no/such/index.m3u8", "/i18n/setlang/", "/log/checkpoint", "/favicon.ico",
    "/oembed", "/static/web/css/base.css",
)  # fmt: skip
MOST = 700
KINDS_FOLLOWED = ("text/html", "xml", "json", "mpegurl")
# The archive of the source takes seconds to pack, and says what every other file says.
LEFT_OUT = re.compile(r"/source\.tar\.gz|/log/bundle|/accounts/.*\?|/i18n/|/theme")


@pytest.fixture
def demo(db: None, settings: Settings, tmp_path: Path) -> Track:
    """The demo with its invented artist's first work open to everybody, by a signed word."""
    settings.HOME = tmp_path
    folder = tmp_path / "demo"
    folder.mkdir()
    pieces = json.loads((FOLDER / "score.json").read_text())["pieces"]
    for piece in pieces:
        (folder / piece["file"]).write_bytes((MUSIC / "training.ogg").read_bytes())
    (folder / "titles.txt").write_text("".join(f"{piece['file']}\t{piece['title']}\n" for piece in pieces))
    make_key_once()
    publish_purposes()
    ensure_first_version()
    ensure_signals()
    ensure_people()
    tracks = dict(ensure_tracks())
    process_next()
    for track in tracks.values():
        if track.masters.filter(current=True).first() is None:
            mark_audio_ready(track=track, duration_ms=60_000)
    artist = demo_person("artist")
    # Of the demo's own works each names others, who would have to be asked.
    page = Artist.objects.get(owner=artist)
    opened = create_track(
        actor=artist, artist=page, title="For everybody", visibility=Visibility.PUBLIC, rights_basis="holder"
    )
    record(opened)
    give(artist, "share.public", track=opened, taker=ANYBODY)
    assert settle_works() == 1
    opened.refresh_from_db()
    return opened


def crawl(client: Client) -> dict[str, HttpResponseBase]:
    """Every response that can be reached, by address."""
    uids = Track.objects.listed().values_list("uid", flat=True)
    works = [f"/api/v1/tracks/{uid}{rest}" for uid in uids for rest in ("", "/playback", "/uses")]
    waiting, found = [*SEEDS, *works], dict[str, HttpResponseBase]()
    while waiting and len(found) < MOST:
        address = waiting.pop(0)
        if address in found or LEFT_OUT.match(address):
            continue
        response = client.get(address)
        found[address] = response
        body_of(response)
        response.close()
        waiting += [link for link in links_of(address, response) if link not in found]
    return found


def links_of(address: str, response: HttpResponseBase) -> list[str]:
    kind = response.headers.get("Content-Type", "")
    links = [response.headers["Location"]] if "Location" in response.headers else []
    if any(each in kind for each in KINDS_FOLLOWED):
        text = body_of(response)
        if "text/html" in kind:
            links += read(text).addresses
        links += re.findall(r'"(/(?:api|media)/[^"\\ ]+)"', text)
        links += re.findall(re.escape(HOST) + r"[^<>\"'\s\\&#]+", text)
        links += [line for line in text.splitlines() if "mpegurl" in kind and not line.startswith("#")]
    whole = [urlsplit(urljoin(HOST + address, link)) for link in links]
    own = [each for each in whole if each.netloc == urlsplit(HOST).netloc and each.scheme in ("http", "https")]
    return [each.path + (f"?{each.query}" if each.query else "") for each in own]


def body_of(response: HttpResponseBase) -> str:
    if not hasattr(response, "text_read"):
        data = b"".join(response) if response.streaming else response.content  # type: ignore[attr-defined]
        response.text_read = data.decode(errors="replace")  # type: ignore[attr-defined]
    return response.text_read  # type: ignore[attr-defined, no-any-return]


def read(text: str) -> Page:
    page = Page()
    page.feed(text)
    return page


@pytest.mark.of_sqlite
def test_every_response_says_the_set_and_none_disagrees(demo: Track, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.ERROR)
    client = Client()
    found = crawl(client)
    robots = body_of(found["/robots.txt"])
    rules = json.loads(body_of(found["/.well-known/tdmrep.json"]))
    rsl = rsl_rules(body_of(found["/rsl.xml"]))
    for_all, for_ai = usage_rules(robots, "*"), usage_rules(robots, "GPTBot")
    longest_match = Protego.parse(robots)
    opened = set()
    for address, response in found.items():
        path = urlsplit(address).path
        says_set(address, response)
        if "text/html" in response.headers.get("Content-Type", "") and body_of(response):
            page_agrees(address, response, read(body_of(response)))
        if response.status_code >= 400:
            continue
        is_open = response.headers["tdm-reservation"] == "0"
        opened |= {path} if is_open else set()
        assert first_rule(rules, path)["tdm-reservation"] == (0 if is_open else 1), address
        train = preferences(response.headers["Content-Usage"])["train-ai"]
        assert longest(for_all, path)["train-ai"] == train, address
        assert longest(for_ai, path)["train-ai"] == train, address
        assert ("all" in longest(rsl, path).get("permits", ())) is is_open, address
        readable = path.startswith(("/policies/", "/rsl.xml", "/.well-known/tdmrep.json"))
        assert longest_match.can_fetch(HOST + path, "GPTBot") is (is_open or readable or path == "/robots.txt"), address
    paths = {urlsplit(address).path for address in found}
    kinds = {response.headers.get("Content-Type", "").split(";")[0] for response in found.values()}
    # It went everywhere: works, feeds, answers, sound, errors, redirects.
    assert {track.get_absolute_url() for track in Track.objects.listed()} <= paths
    assert {artist.get_absolute_url() for artist in Artist.objects.listed()} <= paths
    assert {
        "audio/mp4",
        "application/rss+xml",
        "application/json",
        "text/css",
        "application/vnd.apple.mpegurl",
    } <= kinds
    assert {200, 302, 404} <= {response.status_code for response in found.values()}
    page, uid = demo.get_absolute_url(), demo.uid
    assert {page, f"/embed/{uid}", f"/api/v1/tracks/{uid}"} <= opened
    assert all(each == page or uid in each for each in opened), opened


def says_set(address: str, response: HttpResponseBase) -> None:
    headers, tags = response.headers, robots_tags(response)
    is_open = headers["tdm-reservation"] == "0"
    assert preferences(headers["Content-Usage"]) == {
        "train-ai": "y" if is_open else "n",
        "search": "n" if "noindex" in tags else "y",
    }, address
    assert ("noai" in tags, "noimageai" in tags) == (not is_open, not is_open), address
    assert headers.get("tdm-policy") == (None if is_open else f"{HOST}/policies/tdm/1"), address
    assert f'<{HOST}/rsl.xml>; rel="license"; type="application/rsl+xml"' in headers["Link"], address


def page_agrees(address: str, response: HttpResponseBase, page: Page) -> None:
    assert page.metas["tdm-reservation"] == [response.headers["tdm-reservation"]], address
    assert page.metas.get("tdm-policy", [None])[0] == response.headers.get("tdm-policy"), address
    assert ("noai" in page.robots()) is ("noai" in robots_tags(response)), address
    assert "noindex" not in page.robots() or "noindex" in robots_tags(response), address
    assert "follow" not in page.robots() or "nofollow" not in robots_tags(response), address
    assert page.licences[:1] == [f"{HOST}/rsl.xml"], address
