"""A page costs the same however long its lists are."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from libitum.accounts.models import User
from libitum.catalog.models import Artist, Release, Track, Visibility
from libitum.catalog.services import create_release, set_credits, set_tags
from libitum.community.models import Comment
from libitum.media.tests.recordings import draw

from .conftest import Publish

MOST = 8
# With all that its holders have said, the terms they accepted, and what was done with it.
MOST_OF_ONE_WORK = 19
PAGES = [
    "/",
    "/search?q=study",
    "/ada-ferrante",
    "/ada-ferrante/study-0",
    "/ada-ferrante/releases/album-0",
    "/tags/etude",
    "/genres/jazz",
    "/feed.xml",
    "/ada-ferrante/feed.xml",
    "/sitemaps/tracks.xml",
]


def fill(publish: Publish, ada: Artist, bob: User, count: int) -> None:
    tracks = [publish(f"Study {number}", genre="jazz") for number in range(count)]
    for track in tracks:
        draw(track)
        set_tags(track, ["etude", *(f"tag {number}" for number in range(min(count, 20)))])
        set_credits(track, [{"role": "performer", "name": "Ada", "artist": ada, "detail": ""}] * count)
    for number in range(count):
        create_release(
            actor=ada.owner, artist=ada, title=f"Album {number}", tracks=tracks, visibility=Visibility.PUBLIC
        )
        Comment.objects.create(track=tracks[0], author=bob, body="Bravo", at_ms=number * 1000)


def cost(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_one_row_or_thirty_cost_the_same(client: Client, publish: Publish, ada: Artist, bob: User) -> None:
    fill(publish, ada, bob, 1)
    few = {address: cost(client, address) for address in PAGES}
    for model in (Comment, Release, Track):
        model.objects.all().delete()
    fill(publish, ada, bob, 30)
    many = {address: cost(client, address) for address in PAGES}
    most = dict.fromkeys(PAGES, MOST) | {"/ada-ferrante/study-0": MOST_OF_ONE_WORK}
    assert {address: count for address, count in many.items() if count > most[address]} == {}
    # More is asked only where something is there to ask after: what comes after the first of a kind.
    assert {address: (few[address], count) for address, count in many.items() if count - few[address] > 1} == {}


def test_being_signed_in_costs_the_session_the_person_and_a_look_at_the_terms(
    client: Client, as_bob: Client, publish: Publish, ada: Artist, bob: User
) -> None:
    fill(publish, ada, bob, 3)
    as_bob.get("/")  # the first visit of a session is written down
    for address in PAGES[:7]:
        assert cost(as_bob, address) - cost(client, address) <= 3, address
