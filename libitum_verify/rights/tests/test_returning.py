"""A work or release that is returned to what stands above it: by example, beside the laws and the oracle."""

from typing import Any

import pytest

from libitum_verify.rights.facts import INSTANCE, Level, Rule, Use, Word

from .test_resolver import AT, GRANT, NO, SEARCH, rule

TRACK: dict[str, Any] = {"level": Level.TRACK}
OWN_NO = NO._replace(**TRACK)
UNSIGNED = Word("back", 3, AT - 4, GRANT.purpose, allowed=False, taker="", inherits=True, **TRACK)
SIGNED = UNSIGNED._replace(signed=True)
FIND = Use(SEARCH, INSTANCE)


def about_finding(*words: Word) -> list[Word]:
    return [word._replace(purpose=SEARCH) for word in words]


def of_release(word: Word, target: str, **fields: Any) -> Word:
    return word._replace(level=Level.RELEASE, target=target, **fields)


def oddly(word: Word, **fields: Any) -> Word:
    """With values of no type that a word has."""
    return word._replace(**fields)


def test_signed_it_lets_through_what_stands_above() -> None:
    assert rule(GRANT, OWN_NO) is Rule.REFUSED
    assert rule(GRANT, OWN_NO, SIGNED) is Rule.GRANTED


def test_unsigned_it_opens_nothing_that_was_given_before() -> None:
    assert rule(GRANT, OWN_NO, UNSIGNED) is Rule.UNSIGNED
    assert rule(OWN_NO, UNSIGNED, GRANT._replace(sequence=4)) is Rule.GRANTED


def test_where_no_signature_is_needed_none_is_asked_for() -> None:
    assert rule(*about_finding(GRANT, OWN_NO, UNSIGNED), use=FIND) is Rule.GRANTED


def test_what_is_no_yes_above_is_told_as_what_it_is() -> None:
    assert rule(NO._replace(sequence=1), OWN_NO, UNSIGNED) is Rule.REFUSED
    assert rule(GRANT._replace(until=AT), OWN_NO, UNSIGNED) is Rule.EXPIRED


def test_of_two_returns_the_later_bars() -> None:
    above = GRANT._replace(sequence=5)
    release = of_release(UNSIGNED, "r", sequence=6)
    assert rule(above, UNSIGNED) is Rule.GRANTED
    assert rule(above, UNSIGNED, release) is Rule.UNSIGNED


def test_on_several_releases_a_no_still_wins() -> None:
    yes, no = of_release(GRANT, "a"), of_release(NO, "b")
    assert rule(yes, no, SIGNED) is Rule.REFUSED
    assert rule(no, yes, SIGNED) is Rule.REFUSED


def test_a_no_said_in_the_same_breath_stays() -> None:
    both = (OWN_NO._replace(sequence=3), SIGNED)
    assert rule(GRANT, *both) is Rule.REFUSED
    assert rule(GRANT, *reversed(both)) is Rule.REFUSED


@pytest.mark.parametrize(
    "odd",
    [
        oddly(SIGNED, inherits=1),
        oddly(SIGNED, inherits=None),
        SIGNED._replace(allowed=True),
        SIGNED._replace(level=Level.ACCOUNT),
    ],
)
def test_an_odd_return_is_none(odd: Word) -> None:
    assert rule(GRANT, OWN_NO, odd) is Rule.UNCLEAR


@pytest.mark.parametrize("words", [(SIGNED, oddly(NO, sequence="4")), (oddly(NO, sequence="4"), SIGNED)])
def test_an_odd_word_beside_a_return_is_not_passed_over(words: tuple[Word, ...]) -> None:
    assert rule(GRANT, *words) is Rule.UNCLEAR


def test_the_dead_return_nothing() -> None:
    words = (GRANT, OWN_NO, SIGNED)
    assert rule(*words, died_at=AT - 4) is Rule.REFUSED
    assert rule(*words, died_at=AT - 3) is Rule.GRANTED
    assert rule(*words, died_at=AT - 4, succeeded_at=AT - 4) is Rule.GRANTED
