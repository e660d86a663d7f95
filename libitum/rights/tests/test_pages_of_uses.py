"""The ledger in pages: every decision once, newest run first, across runs and within one."""

import pytest

from libitum.catalog.models import Track
from libitum.export.tests.conftest import story, terms
from libitum.export.tests.story import Story, another
from libitum.rights.models import UseRecord
from libitum.rights.selectors.uses import Asked, page_of, records_of

__all__ = ["story", "terms"]


@pytest.mark.parametrize("size", [1, 2, 3, 4, 7, 8])
def test_each_stands_on_one_page(story: Story, song: Track, size: int) -> None:
    works = [song, another(song.artist, "Tacet"), another(song.artist, "Coda")]
    for several in (works, works[:1], works):
        story.run(several, hand_out=False)
    records = records_of(song.artist.owner, Asked())
    seen: list[tuple[int, int]] = []
    older: str | None = ""
    while older is not None:
        uses, older = page_of(records, older, size)
        assert 1 <= len(uses) <= size
        seen += [use.record.pk for use in uses]
    assert len(seen) == 7
    assert seen == sorted(UseRecord.objects.values_list("pk", flat=True), reverse=True)


@pytest.mark.parametrize("place", ["x", "7", "1-2-3", "-1-2", "1-", "\u0661-\u0662", "1-2\n"])
def test_what_it_never_said_begins_at_the_newest(story: Story, song: Track, place: str) -> None:
    story.run([song], hand_out=False)
    uses, older = page_of(records_of(song.artist.owner, Asked()), place)
    assert (len(uses), older) == (1, None)
