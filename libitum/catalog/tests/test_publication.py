"""From a draft to everybody and back: one act each, and the clock does the rest."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from libitum.catalog.models import Artist, Release, Track, Visibility
from libitum.catalog.services import (
    create_release,
    create_track,
    for_each,
    mark_audio_ready,
    publish,
    publish_with_tracks,
    unlist,
    update_track,
    withdraw,
)

At = Callable[[datetime], None]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> At:
    """Sets what time it is."""

    def at(moment: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return at


@pytest.fixture
def draft(ada: Artist) -> Track:
    return create_track(actor=ada.owner, artist=ada, title="Draft")


def is_listed(work: Track | Release) -> bool:
    return bool(type(work).objects.listed().filter(pk=work.pk).exists())


def test_publishing_needs_a_right(draft: Track) -> None:
    with pytest.raises(ValidationError) as error:
        publish(actor=draft.artist.owner, work=draft)
    assert "rights_basis" in error.value.message_dict
    publish(actor=draft.artist.owner, work=draft, is_holder=True)
    draft.refresh_from_db()
    assert (draft.visibility, draft.rights_basis) == ("public", "holder")


def test_saying_that_one_is_the_holder_overrules_nothing_said_before(song: Track) -> None:
    update_track(
        actor=song.artist.owner,
        track=song,
        rights_basis="licensed",
        licence="cc-by-4.0",
        source_url="https://example.org/",
    )
    publish(actor=song.artist.owner, work=song, is_holder=True)
    assert song.rights_basis == "licensed"


def test_what_is_public_is_not_listed_before_it_can_be_heard(draft: Track) -> None:
    publish(actor=draft.artist.owner, work=draft, is_holder=True)
    assert not is_listed(draft)
    mark_audio_ready(track=draft, duration_ms=1000)
    assert is_listed(draft)


def test_a_scheduled_track_appears_by_the_clock_alone(song: Track, clock: At) -> None:
    noon = timezone.now() + timedelta(days=1)
    publish(actor=song.artist.owner, work=song, at=noon)
    assert song.is_scheduled
    assert not is_listed(song)
    clock(noon - timedelta(microseconds=1))
    assert not is_listed(song)
    clock(noon)
    assert is_listed(song)
    assert song.is_public
    assert not song.is_scheduled


def test_a_time_that_is_over_can_not_be_chosen(song: Track) -> None:
    with pytest.raises(ValidationError) as error:
        publish(actor=song.artist.owner, work=song, at=timezone.now())
    assert "publish_at" in error.value.message_dict


def test_nothing_becomes_new_by_being_hidden_and_shown(song: Track, clock: At) -> None:
    first = song.publish_at
    clock(timezone.now() + timedelta(days=7))
    withdraw(actor=song.artist.owner, work=song)
    publish(actor=song.artist.owner, work=song)
    assert song.publish_at != first, "withdrawn, it is published anew"
    again = song.publish_at
    publish(actor=song.artist.owner, work=song)
    assert song.publish_at == again


def test_a_planned_time_is_forgotten_with_the_plan(song: Track) -> None:
    publish(actor=song.artist.owner, work=song, at=timezone.now() + timedelta(days=1))
    withdraw(actor=song.artist.owner, work=song)
    assert song.publish_at is None
    publish(actor=song.artist.owner, work=song, at=timezone.now() + timedelta(days=1))
    unlist(actor=song.artist.owner, work=song)
    assert (song.visibility, song.publish_at) == (Visibility.UNLISTED, None)


def test_publishing_now_what_was_scheduled(song: Track) -> None:
    publish(actor=song.artist.owner, work=song, at=timezone.now() + timedelta(days=1))
    publish(actor=song.artist.owner, work=song)
    assert is_listed(song)


class TestReleases:
    @pytest.fixture
    def album(self, song: Track, draft: Track) -> Release:
        return create_release(actor=song.artist.owner, artist=song.artist, title="Rooms", tracks=[draft, song])

    def test_a_release_is_published_by_itself(self, album: Release, draft: Track) -> None:
        publish(actor=album.artist.owner, work=album)
        draft.refresh_from_db()
        assert is_listed(album)
        assert draft.visibility == "private"

    def test_or_with_its_tracks(self, album: Release, draft: Track, song: Track) -> None:
        before = song.publish_at
        publish_with_tracks(actor=album.artist.owner, release=album, is_holder=True)
        draft.refresh_from_db()
        song.refresh_from_db()
        assert draft.visibility == "public"
        assert song.publish_at == before, "what is public already keeps its date"

    def test_or_not_at_all(self, album: Release) -> None:
        with pytest.raises(ValidationError, match="Draft: Say by what right"):
            publish_with_tracks(actor=album.artist.owner, release=album)
        album.refresh_from_db()
        assert album.visibility == "private"


def test_many_at_once_one_by_one(song: Track, draft: Track) -> None:
    withdraw(actor=song.artist.owner, work=song)
    outcome = for_each([draft, song], lambda track: publish(actor=song.artist.owner, work=track))
    assert outcome.done == [song]
    assert [track for track, _sentence in outcome.refused] == [draft]
    assert "by what right" in outcome.refused[0][1]
