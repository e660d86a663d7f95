from django.test import Client

from .conftest import Publish
from .pages import read


def test_it_plays_and_leads_back(client: Client, publish: Publish) -> None:
    track = publish("Study")
    page = read(client, f"/embed/{track.uid}")
    assert client.get(page.find("audio")[0]["src"]).status_code == 200
    assert f"http://localhost:8000{track.get_absolute_url()}" in page.hrefs
    assert all(link.get("target") == "_blank" for link in page.links)
    assert "tacet" in page.text


def test_other_sites_may_frame_it_and_no_other_page(client: Client, publish: Publish) -> None:
    track = publish("Study")
    framed = client.get(f"/embed/{track.uid}")
    assert "X-Frame-Options" not in framed.headers
    assert "frame-ancestors *" in framed.headers["Content-Security-Policy"]
    assert "'none'" not in framed.headers["Content-Security-Policy"].split("frame-ancestors")[1].split(";")[0]
    page = client.get(track.get_absolute_url())
    assert page.headers["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]


def test_it_knows_nobody(as_alice: Client, client: Client, publish: Publish) -> None:
    track = publish("Study")
    mine, anybody_s = as_alice.get(f"/embed/{track.uid}"), client.get(f"/embed/{track.uid}")
    assert mine.content == anybody_s.content
    assert "Set-Cookie" not in anybody_s.headers
    assert "Cookie" not in anybody_s.headers["Vary"]
    assert anybody_s.headers["Cache-Control"] == "public, max-age=300"


def test_colours_can_be_chosen_by_the_site(client: Client, publish: Publish) -> None:
    track = publish("Study")
    assert read(client, f"/embed/{track.uid}?colours=dark").find("html")[0]["data-theme"] == "dark"
    assert "data-theme" not in read(client, f"/embed/{track.uid}?colours=%22x").find("html")[0]
