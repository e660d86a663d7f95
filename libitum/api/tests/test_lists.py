"""However long a list is, it takes the same few queries."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from libitum.accounts.models import User
from libitum.catalog.models import Artist
from libitum.catalog.services import create_artist, create_release, create_track, mark_audio_ready
from libitum.media.tests.recordings import draw

from .programs import ANYBODYS, json_of, program_of

MOST = 8


@pytest.fixture(params=[1, 30])
def full(request: pytest.FixtureRequest, alice: User, ada: Artist) -> int:
    count: int = request.param
    tracks = []
    for number in range(count):
        track = create_track(
            actor=alice, artist=ada, title=f"Light {number}", visibility="public", rights_basis="holder"
        )
        mark_audio_ready(track=track, duration_ms=1000)
        draw(track)
        create_artist(actor=alice, name=f"Light {number}")
        tracks.append(track)
    for number in range(count):
        create_release(actor=alice, artist=ada, title=f"Light {number}", tracks=tracks, visibility="public")
    return count


@pytest.mark.parametrize("path", ["/tracks", "/releases", "/artists"])
@pytest.mark.parametrize("mine", [False, True])
def test_lists(
    full: int, alice: User, path: str, mine: bool, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    program = program_of(alice, "read")
    with django_assert_max_num_queries(MOST):
        response = program.get(path, limit=100, mine=mine)
    assert len(json_of(response)["items"]) == full + (path == "/artists")


def test_search(full: int, alice: User, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    program = program_of(alice, "read")
    with django_assert_max_num_queries(MOST):
        found = json_of(program.get("/search", q="light", limit=50))
    assert [len(found[kind]) for kind in ("tracks", "releases", "artists")] == [full, full, full]


def test_a_release_with_all_its_tracks(
    full: int, alice: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    release = json_of(ANYBODYS.get("/releases", limit=1))["items"][0]
    program = program_of(alice, "read")
    with django_assert_max_num_queries(MOST):
        assert len(json_of(program.get(f"/releases/{release['id']}"))["tracks"]) == full


def test_a_signed_in_browser(
    full: int, as_alice: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    as_alice.get("/api/v1/tracks")  # now and then a session's last use is written down, which isn't the list's matter
    with django_assert_max_num_queries(MOST):
        assert as_alice.get("/api/v1/tracks").status_code == 200
