import feedparser
from django.test import Client

from libitum.accounts.models import User
from libitum.catalog.models import Artist
from libitum.catalog.services import create_artist

from .conftest import Publish

BASE = "http://localhost:8000"


def test_it_has_what_a_reader_needs(client: Client, publish: Publish) -> None:
    newer = publish("Newer & “better”", genre="jazz", description="Words <b>about</b> it", licence="cc-by-4.0")
    publish("Older")
    response = client.get("/feed.xml")
    assert response.headers["Content-Type"] == "application/rss+xml; charset=utf-8"
    feed = feedparser.parse(response.content)
    assert not feed.bozo
    assert feed.version == "rss20"
    assert [entry.title for entry in feed.entries] == ["Newer & “better”", "Older"]
    entry = feed.entries[0]
    master = newer.masters.get(current=True)
    assert entry.link == f"{BASE}{newer.get_absolute_url()}"
    assert entry.id == f"urn:libitum:track:{newer.uid}"
    assert entry.author == "Ada Ferrante"
    assert entry.published_parsed
    assert [tag.term for tag in entry.tags] == ["Jazz"]
    assert entry.license == "https://creativecommons.org/licenses/by/4.0/"
    assert [dict(each) for each in entry.enclosures] == [
        {
            "href": f"{BASE}/media/t/{newer.uid}/{master.uid}/progressive.mp3",
            "length": str(next(each["size"] for each in master.renditions if each["kind"] == "mp3")),
            "type": "audio/mpeg",
        }
    ]
    assert client.get(f"/media/t/{newer.uid}/{master.uid}/progressive.mp3").status_code == 200
    assert [link.href for link in feed.feed.links if link.rel == "self"] == [f"{BASE}/feed.xml"]


def test_an_artist_s_feed_has_their_works_alone(client: Client, publish: Publish, ada: Artist, charlie: User) -> None:
    publish("Ada's")
    publish("Somebody's", artist=create_artist(actor=charlie, name="Somebody"))
    feed = feedparser.parse(client.get("/ada-ferrante/feed.xml").content)
    assert [entry.title for entry in feed.entries] == ["Ada's"]
    assert feed.feed.link == f"{BASE}/ada-ferrante"


def test_it_ends_after_fifty(client: Client, publish: Publish) -> None:
    for number in range(52):
        publish(f"Study {number}")
    assert len(feedparser.parse(client.get("/feed.xml").content).entries) == 50


def test_control_characters_break_no_feed(client: Client, publish: Publish) -> None:
    track = publish("Plain")
    type(track).objects.filter(pk=track.pk).update(title="Bell \x07 end", description="\x0b\x01\ufffe")
    feed = feedparser.parse(client.get("/feed.xml").content)
    assert (feed.bozo, [entry.title for entry in feed.entries]) == (False, ["Bell  end"])
    assert client.get("/oembed", {"url": f"{BASE}{track.get_absolute_url()}", "format": "xml"}).status_code == 200


def test_who_has_it_already_gets_no_second_copy(client: Client, publish: Publish) -> None:
    publish("Study")
    first = client.get("/feed.xml")
    again = client.get("/feed.xml", headers={"if-none-match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_empty_feed_is_a_feed(client: Client, db: None) -> None:
    feed = feedparser.parse(client.get("/feed.xml").content)
    assert (feed.bozo, feed.entries) == (False, [])


def test_a_feed_sets_no_cookie_and_may_be_kept_by_anybody(client: Client, publish: Publish) -> None:
    publish("Study")
    response = client.get("/feed.xml")
    assert "Set-Cookie" not in response.headers
    assert response.headers["Cache-Control"] == "public, max-age=300"
