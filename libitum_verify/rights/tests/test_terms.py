"""The narrowest of what was accepted and of all that came after."""

from typing import Any

import pytest

from libitum_verify.rights.terms import BadClause, Terms, Version
from libitum_verify.rights.vocabulary import Class

SEARCH = "disc.search"


def version(number: int, effective_at: int, starts_as: Class | None = Class.D, purpose: str = SEARCH) -> Version:
    return Version(number, effective_at, {} if starts_as is None else {purpose: starts_as})


# Wide, narrow, wide again, from the seconds 10, 20 and 30 on.
THREE = Terms((version(1, 10, Class.D), version(2, 20, Class.O), version(3, 30, Class.N)))


@pytest.mark.parametrize(
    ("accepted", "at", "expected"),
    [
        (((10, 1),), 9, (Class.X, 0)),
        (((10, 1),), 10, (Class.D, 1)),
        (((10, 1),), 19, (Class.D, 1)),
        (((10, 1),), 20, (Class.O, 2)),  # narrowing works at once for all
        (((10, 1),), 30, (Class.O, 2)),  # widening binds nobody who hasn't accepted
        (((10, 1), (31, 3)), 30, (Class.O, 2)),
        (((10, 1), (31, 3)), 31, (Class.N, 3)),
        (((10, 1), (12, 2)), 11, (Class.D, 1)),
        (((10, 1), (12, 2)), 12, (Class.O, 2)),  # accepted before it is in effect
        (((10, 1), (12, 3)), 12, (Class.D, 1)),  # which does not widen early
        (((10, 1), (12, 3)), 20, (Class.O, 2)),
        (((10, 1), (12, 3)), 30, (Class.N, 3)),
        (((10, 3), (12, 1)), 30, (Class.O, 2)),  # the last accepted counts
        (((10, 7),), 30, (Class.X, 0)),  # there is no such version
        ((), 30, (Class.X, 0)),
        (((10, 1),), 5, (Class.X, 0)),
    ],
)
def test_the_narrowest_applies(accepted: Any, at: int, expected: tuple[Class, int]) -> None:
    assert THREE.class_of(accepted, SEARCH, at) == expected
    assert THREE.class_of(accepted, SEARCH, at) == expected


def test_who_accepted_none_is_bound_to_what_every_version_has_always_on() -> None:
    always = Terms((version(1, 0, Class.N), version(2, 5, Class.N), version(3, 9, Class.D)))
    assert always.class_of((), SEARCH, 5) == (Class.N, 2)
    assert always.class_of((), SEARCH, 9) == (Class.X, 0)
    assert always.class_of((), SEARCH, -1) == (Class.X, 0)
    assert always.class_of((), "disc.playlist", 5) == (Class.X, 0)


def test_a_purpose_that_a_version_does_not_name_is_none_of_it() -> None:
    silent = Terms((version(1, 0), version(2, 5, None)))
    assert silent.class_of(((0, 1),), SEARCH, 4) == (Class.D, 1)
    assert silent.class_of(((0, 1),), SEARCH, 5) == (Class.X, 2)


def test_versions_come_into_effect_in_the_order_of_their_numbers() -> None:
    mixed = Terms((version(2, 5), version(1, 9), version(3, 6)))
    assert [v.number for v in mixed.versions] == [1, 2, 3]
    assert [mixed.effective(at) for at in (4, 5, 8, 9)] == [0, 0, 0, 3]
    assert Terms().effective(9) == 0


@pytest.mark.parametrize("prefix", ["train", "gen", "share"])
def test_nothing_that_trains_generates_or_hands_on_can_be_on(prefix: str) -> None:
    for starts_as in (Class.N, Class.D):
        with pytest.raises(BadClause, match=f"version 4 of the terms has {prefix}.x on before somebody opts in"):
            Terms((version(4, 0, starts_as, f"{prefix}.x"),))
    for starts_as in (Class.O, Class.K, Class.X):
        assert Terms((version(4, 0, starts_as, f"{prefix}.x"),)).class_of(((0, 4),), f"{prefix}.x", 1)[0] is starts_as


@pytest.mark.parametrize("odd", ["D", 1, None, True])
def test_a_class_is_a_class(odd: Any) -> None:
    with pytest.raises(BadClause, match="does not say which class"):
        Terms((Version(1, 0, {SEARCH: odd}),))


@pytest.mark.parametrize(
    ("number", "effective_at"), [(0, 0), (-1, 0), (True, 0), ("1", 0), (1, None), (1, True), (1, 0.5)]
)
def test_a_version_has_a_number_and_an_instant(number: Any, effective_at: Any) -> None:
    with pytest.raises(BadClause, match="has a number from 1 on"):
        Terms((Version(number, effective_at, {}),))


def test_a_number_stands_for_one_version() -> None:
    with pytest.raises(BadClause, match="have the same number"):
        Terms((version(1, 0), version(1, 5)))
