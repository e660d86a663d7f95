"""The set-based form and the resolver itself say the same, case by case."""

from collections import Counter

import pytest

from libitum.catalog.models import Track
from libitum.rights.models import Engine, Match, Run
from libitum.rights.rules import NUMBERS
from libitum.rights.selectors.deciding import decide_all
from libitum.rights.selectors.facts import works
from libitum.rights.selectors.resolving import resolver
from libitum.rights.services.uses import record_decisions
from libitum_verify.rights.facts import ALLOWING, Rule, Use
from libitum_verify.rights.vocabulary import is_guarded

from .worlds import PAST, SPAN, START, TALKED_OF, World

SEEDS = range(8)
WORKS = 400
QUESTIONS = 80
OFTEN = 5
# A match between two works here makes the other one a twin; what lies nowhere here has nobody who could agree.
CANT_OCCUR = {Rule.MATCHED}


def test_enough_is_compared() -> None:
    assert len(SEEDS) * WORKS * QUESTIONS >= 200_000


@pytest.mark.django_db
@pytest.mark.parametrize("seed", SEEDS)
def test_both_forms_agree(seed: int) -> None:
    world = World(seed, WORKS)
    facts = works(world.tracks)
    ask = resolver()
    met: Counter[Rule] = Counter()
    for number in range(QUESTIONS):
        use, at = world.question(number)
        together = decide_all(use, at)
        assert together.keys() == facts.keys()
        for track, work in facts.items():
            alone = ask.may_use(work, use, at)
            assert (alone.rule, alone.allowed) == (together[track], together[track] in ALLOWING), (use, at, work)
            met[alone.rule] += 1
    assert met.total() == WORKS * QUESTIONS
    rare = {rule: met[rule] for rule in Rule if rule not in CANT_OCCUR and met[rule] < OFTEN}
    assert not rare
    assert not any(met[rule] for rule in CANT_OCCUR)


@pytest.mark.django_db
def test_matches_make_a_difference_in_both_forms_and_in_both_directions() -> None:
    """Beyond agreeing: taking the open ones away changes answers about each side of a pair."""
    world = World(7, WORKS)
    at = START + SPAN
    uses = [Use(purpose, "instance", territory="FR", commercial=False) for purpose in TALKED_OF if is_guarded(purpose)]
    before = [decide_all(use, at) for use in uses]
    rows = list(Match.objects.filter(closed_at=None))
    Match.objects.update(closed_at=PAST)
    facts, ask = works(world.tracks), resolver()
    freed: set[int] = set()
    for use, barred in zip(uses, before, strict=True):
        after = decide_all(use, at)
        assert all(ask.may_use(work, use, at).rule is after[pk] for pk, work in facts.items())
        changed = {pk for pk in after if barred[pk] is not after[pk]}
        assert all(barred[pk] is Rule.TWIN_NOT_GIVEN and after[pk] in ALLOWING for pk in changed)
        freed |= changed
    assert freed & {row.track_id for row in rows}
    assert freed & {row.other_id for row in rows}


@pytest.mark.django_db
def test_what_is_chosen_and_what_is_recorded_is_what_was_decided() -> None:
    world = World(100, 60)
    engine = Engine.objects.create(slug="e", version="1", name="E", description="", maker="us", ceiling=[])
    for purpose in ("disc.search", "gen.train.recording", "no.such"):
        use, at = Use(purpose, "instance", actor=engine.uid, territory="FR", commercial=False), START + 5
        chosen = Track.objects.filter(artist__in=world.artists[::2], title__contains="T").order_by("-pk")
        run = Run.objects.create(
            engine=engine, purpose=purpose, taker="instance", territory="FR", commercial=False, at=at
        )
        record_decisions(run=run, use=use, tracks=chosen)
        expected = {
            pk: rule for pk, rule in decide_all(use, at).items() if pk in set(chosen.values_list("pk", flat=True))
        }
        assert 0 < len(expected) < len(world.tracks)
        assert dict(run.uses.values_list("track", "rule")) == {pk: NUMBERS[rule] for pk, rule in expected.items()}
        run.refresh_from_db()
        assert run.allowed == sum(rule in ALLOWING for rule in expected.values())
        assert run.allowed + run.refused == len(expected)
        assert decide_all(use, at, chosen[3:8]).items() <= expected.items()
        assert len(decide_all(use, at, chosen[3:8])) == 5
    assert decide_all(use, at, Track.objects.none()) == {}
    first, last = (Track.objects.filter(pk=track.pk) for track in (world.tracks[0], world.tracks[-1]))
    assert len(decide_all(use, at, first.union(last))) == 2
    assert decide_all(use, at, Track.objects.select_related("artist").order_by("title")) == decide_all(use, at)
