"""A large table is gone through part by part: every row has its turn, and none is passed over."""

import pytest
from django.core.cache import cache

from libitum.catalog.models import Tag
from libitum.common import rounds

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def tags(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rounds, "AT_A_TURN", 3)
    cache.delete("round:tags")
    for n in range(8):
        Tag.objects.create(name=str(n), slug=str(n))


def names(count: int = 10) -> list[str]:
    return [tag.name for tag in rounds.take(Tag.objects.all(), name="tags", count=count)]


def test_each_part_has_its_turn_and_then_the_first_again() -> None:
    assert [names() for _ in range(4)] == [["0", "1", "2"], ["3", "4", "5"], ["6", "7"], ["0", "1", "2"]]


def test_a_part_with_more_than_is_taken_at_once_is_looked_at_again() -> None:
    assert names(count=2) == ["0", "1"]
    Tag.objects.filter(name__in=["0", "1"]).delete()
    assert names(count=2) == ["2", "3"]  # the part is what lies there now
    Tag.objects.filter(name__in=["2", "3"]).delete()
    assert names(count=3) == ["4", "5", "6"]


def test_parts_are_of_the_table_not_of_what_is_looked_for() -> None:
    wanted = Tag.objects.filter(name__in=["1", "7"])
    looks = [[tag.name for tag in rounds.take(wanted, name="tags", count=10)] for _ in range(3)]
    assert looks == [["1"], [], ["7"]]


def test_a_table_that_is_no_larger_is_seen_as_a_whole_every_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rounds, "AT_A_TURN", 100)
    assert [len(names()) for _ in range(3)] == [8, 8, 8]
