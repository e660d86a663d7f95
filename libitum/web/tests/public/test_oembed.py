import xml.etree.ElementTree as ET

import pytest
from django.test import Client

from libitum.catalog.services import withdraw
from libitum.media.tests.recordings import draw

from .conftest import Publish
from .pages import Reader, read

BASE = "http://localhost:8000"


def test_json_says_all_that_the_standard_asks(client: Client, publish: Publish) -> None:
    track = publish('A "title"')
    draw(track)
    response = client.get("/oembed", {"url": f"{BASE}{track.get_absolute_url()}"})
    answer = response.json()
    code = Reader()
    code.feed(answer.pop("html"))
    frame = code.find("iframe")[0]
    assert (frame["src"], frame["title"]) == (f"{BASE}/embed/{track.uid}", 'A "title" · Ada Ferrante')
    assert client.get(answer["thumbnail_url"].removeprefix(BASE)).status_code == 200
    answer.pop("thumbnail_url")
    assert answer == {
        "version": "1.0",
        "type": "rich",
        "title": 'A "title"',
        "author_name": "Ada Ferrante",
        "author_url": f"{BASE}/ada-ferrante",
        "provider_name": "Libitum",
        "provider_url": f"{BASE}/",
        "cache_age": 300,
        "width": 640,
        "height": 180,
        "thumbnail_width": 320,
        "thumbnail_height": 320,
        "content_usage": "train-ai=n, search=y",
        "tdm_reservation": 1,
        "tdm_policy": f"{BASE}/policies/tdm/1",
        "licence": f"{BASE}/rsl.xml",
    }
    assert response.headers["Access-Control-Allow-Origin"] == "*"


def test_the_page_leads_to_both_forms_of_the_same_answer(client: Client, publish: Publish) -> None:
    track = publish("Títle & <more>")
    links = read(client, track.get_absolute_url()).find("link", rel="alternate")
    json_link, xml_link = (link["href"].removeprefix(BASE) for link in links[:2])
    answer = client.get(json_link).json()
    xml = client.get(xml_link)
    assert xml.headers["Content-Type"].startswith("text/xml")
    assert {each.tag: each.text for each in ET.fromstring(xml.content)} == {  # noqa: S314 - our own answer
        name: str(value) for name, value in answer.items()
    }


def test_the_frame_fits_where_it_has_to(client: Client, publish: Publish) -> None:
    url = f"{BASE}{publish('Study').get_absolute_url()}"
    answer = client.get("/oembed", {"url": url, "maxwidth": "300", "maxheight": "9999"}).json()
    assert (answer["width"], answer["height"]) == (300, 180)
    assert 'width="300"' in answer["html"]


def test_the_address_of_the_frame_itself_works_too(client: Client, publish: Publish) -> None:
    track = publish("Study")
    assert client.get("/oembed", {"url": f"{BASE}/embed/{track.uid}"}).json()["title"] == "Study"


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({}, 400),
        ({"url": ""}, 400),
        ({"url": "http://elsewhere.example/ada-ferrante/study"}, 404),
        ({"url": "http://[broken"}, 404),
        ({"url": f"{BASE}/ada-ferrante"}, 404),
        ({"url": f"{BASE}/ada-ferrante/none"}, 404),
        ({"url": f"{BASE}/about"}, 404),
        ({"url": f"{BASE}/ada-ferrante/study", "format": "yaml"}, 501),
        ({"url": f"{BASE}/ada-ferrante/study", "maxwidth": "wide"}, 400),
        ({"url": f"{BASE}/ada-ferrante/study", "maxheight": "-1"}, 400),
    ],
)
def test_refusals_are_sentences(client: Client, publish: Publish, query: dict[str, str], status: int) -> None:
    publish("Study")
    response = client.get("/oembed", query)
    assert response.status_code == status
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content.decode().endswith(".\n")


def test_an_answer_outlives_its_track_by_minutes_at_most(client: Client, publish: Publish) -> None:
    track = publish("Study")
    where = {"url": f"{BASE}{track.get_absolute_url()}"}
    answer = client.get("/oembed", where)
    assert set(answer.headers["Cache-Control"].split(", ")) == {"public", "max-age=300"}
    withdraw(actor=track.artist.owner, work=track)
    assert client.get("/oembed", where, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 404
