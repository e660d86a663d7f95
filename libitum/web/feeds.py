"""RSS 2.0 of what is listed, with the plain file of each track as its enclosure."""

from collections.abc import Iterable
from typing import Any
from xml.sax.xmlreader import AttributesImpl

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.utils.feedgenerator import Enclosure, Rss201rev2Feed
from django.utils.xmlutils import SimplerXMLGenerator

from libitum.catalog.data import licences
from libitum.catalog.models import Track
from libitum.catalog.viewers import ANYBODY
from libitum.media.addresses import track_media
from libitum.media.engine.renditions import Kind
from libitum.media.models import Master, StampedKind
from libitum.policy import RSL, Policy
from libitum.web.xml import for_xml

LENGTH = 50  # items


class MusicFeed(Rss201rev2Feed):
    """Adds who made a piece (Dublin Core) and under which licence it stands."""

    def root_attributes(self) -> dict[str, str]:
        return {
            **super().root_attributes(),
            "xmlns:dc": "http://purl.org/dc/elements/1.1/",
            "xmlns:rsl": RSL,
            "xmlns:creativeCommons": "http://backend.userland.com/creativeCommonsRssModule",
        }

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        add_terms(handler, item["link"], item["policy"])
        if item["licence_url"]:
            handler.addQuickElement("creativeCommons:license", item["licence_url"])


def add_terms(handler: SimplerXMLGenerator, url: str, said: Policy) -> None:
    """RSL 1.0 in a feed: what machines may do with the piece."""
    handler.startElement("rsl:content", AttributesImpl({"url": url}))
    handler.startElement("rsl:license", AttributesImpl({}))
    for verb, use in said.usages:
        handler.addQuickElement(f"rsl:{verb}", use, {"type": "usage"})
    handler.endElement("rsl:license")
    handler.endElement("rsl:content")


def with_current_master(tracks: "QuerySet[Track]") -> "QuerySet[Track]":
    masters = Master.objects.filter(current=True).exclude(prefix="").prefetch_related("stamped")
    return tracks.prefetch_related(Prefetch("masters", masters, to_attr="current_masters"))


def music_feed(*, title: str, path: str, feed_path: str, description: str, tracks: "QuerySet[Track]") -> str:
    """`tracks`: listed ones, with their artists; the newest of them are shown."""
    feed = MusicFeed(
        title=for_xml(title),
        link=settings.BASE_URL + path,
        description=for_xml(description),
        feed_url=settings.BASE_URL + feed_path,
    )
    add_tracks(feed, with_current_master(tracks).order_by("-publish_at", "-uid")[:LENGTH])
    return feed.writeString("utf-8")


def add_tracks(feed: Rss201rev2Feed, tracks: Iterable[Track]) -> None:
    for track in tracks:
        address = settings.BASE_URL + track.get_absolute_url()
        feed.add_item(
            title=for_xml(track.title),
            link=address,
            description=for_xml(track.description),
            author_name=for_xml(track.artist.name),
            pubdate=track.publish_at,
            unique_id=f"urn:libitum:track:{track.uid}",
            unique_id_is_permalink=False,
            categories=[str(track.get_genre_display())] if track.genre else (),
            enclosures=enclosures(track),
            licence_url=licences()[track.licence].url,
            policy=track.policy,
        )


def enclosures(track: Any) -> list[Enclosure]:
    """The one file that every player plays."""
    master: Master | None = next(iter(track.current_masters), None)
    media = track_media(track, ANYBODY, master) if master else None
    if media is None or master is None:
        return []
    plain = next((each for each in master.renditions if each["kind"] == Kind.MP3), None)
    if plain is None:
        return []
    master.track = track  # at hand: what is stamped asks for its policy
    stamped = [row for row in master.stamped.all() if row.kind == StampedKind.PROGRESSIVE and row.may_go_out]
    size = stamped[0].size if stamped else plain["size"]
    return [Enclosure(settings.BASE_URL + media.progressive, str(size), plain["media_type"])]
