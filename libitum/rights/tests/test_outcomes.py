"""What came of a run is counted once, when it ends."""

from pytest_django import DjangoAssertNumQueries

from libitum.catalog.models import Track
from libitum.export.tests.conftest import story, terms
from libitum.export.tests.story import Story
from libitum.rights.models import Run
from libitum.rights.rules import NUMBERS
from libitum.rights.selectors.gate import last_runs, refused_in
from libitum.rights.selectors.outcomes import counted, outcomes
from libitum_verify.rights.facts import Rule

__all__ = ["story", "terms"]


def test_what_is_written_down_is_what_the_records_say(story: Story, song: Track) -> None:
    allowed = story.run([song])
    refused = story.run([song], "gen.train.style")
    runs = list(Run.objects.order_by("pk"))
    assert {run.uid for run in runs} == {allowed.uid, refused.uid}
    assert outcomes(runs) == counted(runs)
    first, second = (counted(runs)[run.pk] for run in runs)
    assert (first.handed_out, first.kept, first.refused) == (1, 1, {})
    assert (second.handed_out, second.kept, second.refused) == (0, 0, {NUMBERS[Rule.NOT_GIVEN]: 1})


def test_runs_that_are_over_are_not_counted_again(
    story: Story, song: Track, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    story.run([song])
    story.run([song], "gen.train.style")
    with django_assert_num_queries(1):
        ran = last_runs(30)
    assert [(row.outcome.handed_out, row.outcome.kept) for row in ran] == [(0, 0), (1, 1)]
    assert [row.works for row in refused_in(ran)] == [1]


def test_what_is_not_written_down_yet_is_counted(story: Story, song: Track) -> None:
    story.run([song], "gen.train.style")
    Run.objects.update(outcome=None)
    assert [row.works for row in refused_in(last_runs(30))] == [1]
