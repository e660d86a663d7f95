"""A prepared query says what the queryset says that it was made of."""

from datetime import timedelta

import pytest
from django.db.models import CharField, DateTimeField, QuerySet
from django.utils import timezone

from libitum.catalog.models import Track, Visibility
from libitum.common.prepared import Given, Prepared


@pytest.fixture
def asked() -> list[str]:
    return []


@pytest.fixture
def by_title(asked: list[str]) -> Prepared[Track]:
    @Prepared
    def prepared() -> QuerySet[Track]:
        asked.append("written")
        listed = Track.objects.listed(Given("now", DateTimeField()))
        return listed.filter(title=Given("title", CharField()), slug=Given("slug", CharField()))

    return prepared


def test_it_is_written_once_and_answers_each_time(song: Track, by_title: Prepared[Track], asked: list[str]) -> None:
    now = timezone.now()
    assert by_title.first(title=song.title, slug=song.slug, now=now) == song
    assert by_title.first(title=song.slug, slug=song.title, now=now) is None
    assert by_title.first(title=song.title, slug=song.slug, now=now) == song
    assert asked == ["written"]


@pytest.mark.parametrize("title", ["%s", "%(title)s", "it's", '50 % "off"', "Ünïcödé 夜", "a\\b"])
def test_values_are_values_whatever_stands_in_them(song: Track, by_title: Prepared[Track], title: str) -> None:
    Track.objects.filter(pk=song.pk).update(title=title)
    assert by_title.first(title=title, slug=song.slug, now=timezone.now()) == song


def test_what_the_queryset_hides_stays_hidden(song: Track, by_title: Prepared[Track]) -> None:
    now = timezone.now()

    def found() -> bool:
        return by_title.first(title=song.title, slug=song.slug, now=now) is not None

    states: list[dict[str, object]] = [
        {"visibility": Visibility.PRIVATE},
        {"visibility": Visibility.UNLISTED},
        {"publish_at": now + timedelta(seconds=1)},
        {"taken_down_at": now},
        {"audio_ready_at": None},
    ]
    assert found()
    for state in states:
        before = Track.objects.filter(pk=song.pk).values(*state).get()
        Track.objects.filter(pk=song.pk).update(**state)
        assert not found(), state
        Track.objects.filter(pk=song.pk).update(**before)
    assert found()
    type(song.artist.owner).objects.update(is_active=False)
    assert not found()


def test_a_value_that_is_missing_is_not_taken_for_nothing(song: Track, by_title: Prepared[Track]) -> None:
    with pytest.raises(KeyError, match="slug"):
        by_title.first(title=song.title, now=timezone.now())
