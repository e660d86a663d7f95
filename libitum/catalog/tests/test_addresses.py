"""Readable addresses: unique, never one of the site's own, and they go on leading there."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import URLPattern, URLResolver, get_resolver
from hypothesis import given
from hypothesis import strategies as st

from libitum.accounts.models import User
from libitum.catalog.models import Artist, PastSlug, Track
from libitum.catalog.services import (
    create_artist,
    create_release,
    create_track,
    delete_artist,
    update_artist,
    update_release,
    update_track,
)
from libitum.catalog.services.slugs import RESERVED, RESERVED_WITHIN, free_slug


def routes(resolver: URLResolver, before: str = "") -> list[str]:
    found: list[str] = []
    for entry in resolver.url_patterns:
        route = before + str(entry.pattern).lstrip("^")
        if isinstance(entry, URLResolver):
            found += routes(entry, route)
        elif isinstance(entry, URLPattern):
            found.append(route)
    return found


def test_every_first_part_of_the_sites_own_addresses_is_reserved() -> None:
    own = {route.split("/")[0].rstrip("$\\Z") for route in routes(get_resolver())}
    # What holds a parameter is an artist's; what has a dot can't be a slug.
    plain = {part for part in own if re.fullmatch(r"[-a-z0-9_]+", part)}
    assert len(plain) > 15
    assert plain <= RESERVED


def test_what_follows_an_artists_address_is_reserved_for_tracks() -> None:
    within = {route.split("/")[1] for route in routes(get_resolver()) if route.startswith("<") and "/" in route}
    plain = {part for part in within if re.fullmatch(r"[-a-z0-9_]+", part)}
    assert "releases" in plain
    assert plain <= RESERVED_WITHIN


@given(st.text(max_size=300))
def test_every_name_makes_an_address(name: str) -> None:
    taken = {"artist", "artist-2"}
    slug = free_slug(name, "artist", lambda candidate: candidate in taken)
    assert re.fullmatch(r"[-a-z0-9_]{1,110}", slug)
    assert slug not in taken


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Ada Ferrante", "ada-ferrante"),
        ("Œuvre à Éléphant", "oeuvre-a-elephant"),
        ("Straße", "strasse"),
        ("Moderation", "moderation-2"),
        ("東京", "artist"),
        ("---", "artist"),
    ],
)
def test_addresses_are_readable(alice: User, name: str, slug: str) -> None:
    assert create_artist(actor=alice, name=name).slug == slug


def test_the_second_of_a_name_gets_a_number(alice: User, charlie: User) -> None:
    slugs = [create_artist(actor=who, name="Echo").slug for who in (alice, charlie, alice)]
    assert slugs == ["echo", "echo-2", "echo-3"]


def test_a_track_may_be_called_like_a_page_of_the_site(ada: Artist) -> None:
    assert create_track(actor=ada.owner, artist=ada, title="Home").slug == "home"
    assert create_track(actor=ada.owner, artist=ada, title="Releases").slug == "releases-2"


def test_a_rename_moves_the_address_and_remembers_the_former(song: Track) -> None:
    owner = song.artist.owner
    update_track(actor=owner, track=song, title="Second light")
    assert song.get_absolute_url() == "/ada-ferrante/second-light"
    assert [past.slug for past in song.past_slugs.all()] == ["first-light"]
    update_track(actor=owner, track=song, title="First light")
    assert [past.slug for past in song.past_slugs.all()] == ["second-light"]


def test_a_rename_is_seen_even_if_the_object_was_changed_before(song: Track) -> None:
    song.title = "Second light"  # as a form fills it in
    update_track(actor=song.artist.owner, track=song, title="Second light")
    assert song.slug == "second-light"
    assert song.past_slugs.exists()


def test_a_change_of_letters_alone_keeps_the_address(song: Track) -> None:
    update_track(actor=song.artist.owner, track=song, title="FIRST light!")
    assert song.slug == "first-light"
    assert not song.past_slugs.exists()


def test_nobody_takes_over_a_former_address(ada: Artist, charlie: User) -> None:
    update_artist(actor=ada.owner, artist=ada, name="Zora Neri")
    assert create_artist(actor=charlie, name="Ada Ferrante").slug == "ada-ferrante-2"
    back = update_artist(actor=ada.owner, artist=ada, name="Ada Ferrante")
    assert back.slug == "ada-ferrante"


def test_a_former_address_is_free_when_its_page_is_gone(ada: Artist, charlie: User) -> None:
    update_artist(actor=ada.owner, artist=ada, name="Zora Neri")
    delete_artist(actor=ada.owner, artist=ada)
    assert not PastSlug.objects.exists()
    assert create_artist(actor=charlie, name="Ada Ferrante").slug == "ada-ferrante"


def test_tracks_and_releases_have_addresses_of_their_own(song: Track) -> None:
    release = create_release(actor=song.artist.owner, artist=song.artist, title="First light")
    assert release.slug == song.slug == "first-light"
    update_release(actor=song.artist.owner, release=release, title="Rooms")
    assert release.get_absolute_url() == "/ada-ferrante/releases/rooms"
    assert not song.past_slugs.exists()


def test_an_address_that_is_chosen_must_be_free(song: Track, ada: Artist, charlie: User) -> None:
    create_track(actor=ada.owner, artist=ada, title="Other", slug="other")
    with pytest.raises(ValidationError) as error:
        update_track(actor=ada.owner, track=song, slug="other")
    assert "slug" in error.value.message_dict
    with pytest.raises(ValidationError) as error:
        create_artist(actor=charlie, name="Charlie", slug="settings")
    assert "slug" in error.value.message_dict
