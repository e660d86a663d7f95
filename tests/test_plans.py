"""What is asked most finds its rows by an index, on either database, whatever else there is in the table.

benchmarks/plans.py shows the plans of everything among 200,000 tracks; here the tables are as good as empty, so
PostgreSQL is told to go through a whole table only where it has no other way.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from libitum.accounts.models import User
from libitum.catalog.models import Artist, Track
from libitum.catalog.search import search
from libitum.catalog.selectors.pages import cursor_of, newest_first
from libitum.catalog.selectors.tracks import newest_tracks, track_page, tracks_of_artist
from libitum.catalog.viewers import ANYBODY
from libitum.community.selectors import discussion
from libitum.crawlers.selectors import open_works
from libitum.media.services.processing.attempt import claim
from libitum.rights.selectors.uses import Asked, page_of, records_of

pytestmark = pytest.mark.django_db

LARGE = {
    "catalog_track",
    "catalog_artist",
    "catalog_searchdocument",
    "community_comment",
    "media_master",
    "media_processingjob",
    "rights_holding",
    "rights_userecord",
}
Ask = Callable[[Track], object]
ASKED: dict[str, Ask] = {
    "the newest": lambda _: newest_tracks(),
    "the newest, further on": lambda track: newest_tracks(cursor=cursor_of(track, "publish_at")),
    "an artist's": lambda track: tracks_of_artist(track.artist),
    "artists": lambda _: newest_first(Artist.objects.listed(), cursor="", size=20, by="created_at"),
    "a track": lambda track: track_page(track.artist.slug, track.slug, ANYBODY),
    "what is said of it": lambda track: discussion(track, ANYBODY),
    "uses of an artist's works": lambda track: page_of(records_of(track.artist.owner, Asked()), ""),
    "works open to training": lambda _: open_works(),
    "a job to take up": lambda _: claim(),
    "a search": lambda _: search("first light"),
}


@pytest.mark.parametrize("name", ASKED)
def test_an_index_leads_to_it(song: Track, bob: User, name: str) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
    with CaptureQueriesContext(connection) as made:
        ASKED[name](song)
    assert made.captured_queries
    assert [found for query in made.captured_queries for found in scanned(query["sql"])] == []


def scanned(sql: str) -> list[str]:
    """Large tables that are gone through from end to end."""
    if not sql.startswith(("SELECT", "WITH")):
        return []
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {sql.replace('%', '%%')}", [])
            details = [row[3] for row in cursor.fetchall()]
            words = [detail.split() for detail in details]
            return [line[1] for line in words if line[0] == "SCAN" and line[1] in LARGE and "INDEX" not in line]
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql.replace('%', '%%')}", [])
        (plan,) = cursor.fetchone()
    return list(sequential(plan[0]["Plan"]))


def sequential(node: dict[str, Any]) -> list[str]:
    own = [node["Relation Name"]] if node["Node Type"] == "Seq Scan" and node["Relation Name"] in LARGE else []
    return own + [table for child in node.get("Plans", ()) for table in sequential(child)]
