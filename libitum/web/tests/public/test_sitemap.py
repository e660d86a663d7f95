import xml.etree.ElementTree as ET
from urllib.robotparser import RobotFileParser

from django.test import Client

from libitum.catalog.models import Artist, Visibility
from libitum.catalog.services import create_release
from libitum.crawlers.services import make_carriers

from .conftest import Publish

BASE = "http://testserver"
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def locations(client: Client, address: str) -> list[str]:
    root = ET.fromstring(client.get(address).content)  # noqa: S314 - our own answer
    return [each.text or "" for each in root.findall(".//s:loc", NAMES)]


def test_every_listed_work_is_on_a_map(client: Client, publish: Publish, ada: Artist) -> None:
    track = publish("Study")
    release = create_release(actor=ada.owner, artist=ada, title="Album", tracks=[track], visibility=Visibility.PUBLIC)
    found = [
        address.removeprefix(BASE)
        for section in locations(client, "/sitemap.xml")
        for address in locations(client, section.removeprefix(BASE))
    ]
    for work in (track, release, ada):
        assert work.get_absolute_url() in found
    assert all(client.get(address).status_code == 200 for address in found)


def test_robots_learn_where_to_go(client: Client, publish: Publish) -> None:
    track = publish("Study")
    make_carriers()
    rules = RobotFileParser()
    rules.parse(client.get("/robots.txt").content.decode().splitlines())
    for address in ("/", "/about", track.get_absolute_url(), "/feed.xml", f"/embed/{track.uid}"):
        assert rules.can_fetch("anybot", f"http://localhost:8000{address}"), address
    for address in ("/search?q=x", "/accounts/login/", "/my/tracks", "/settings", "/media/k/grant/t/x/y/z"):
        assert not rules.can_fetch("anybot", f"http://localhost:8000{address}"), address
    assert rules.site_maps() == ["http://localhost:8000/sitemap.xml"]
