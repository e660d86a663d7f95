"""Whatever is given, and however odd: an answer, and never a yes by mistake."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from libitum_verify.rights.facts import Decision, Holder, Holding, Rule, Use, Word, Work
from libitum_verify.rights.resolver import Resolver
from libitum_verify.rights.terms import Terms
from libitum_verify.rights.vocabulary import Role, vocabulary

from .test_resolver import AT, GRANT, NO, TERMS, USE, decide, holder, work


class Agreeable:
    """Equal to everything, true, and less than anything."""

    def __eq__(self, other: object) -> bool:
        return True

    def __hash__(self) -> int:
        return 1

    def __lt__(self, other: object) -> bool:
        return True

    __le__ = __gt__ = __ge__ = __lt__

    def __bool__(self) -> bool:
        return True


class Exploding:
    def __getattr__(self, name: str) -> Any:
        raise RuntimeError(name)

    def __bool__(self) -> bool:
        raise RuntimeError


ODD = [
    None,
    True,
    1,
    0.0,
    float("nan"),
    "yes",
    "",
    b"",
    (),
    [],
    {},
    {1: 2},
    object(),
    Agreeable(),
    Exploding(),
    -(10**40),
]
odd = st.sampled_from(ODD) | st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)


def is_a_decision(answer: object) -> bool:
    return isinstance(answer, Decision) and isinstance(answer.allowed, bool) and bool(answer.reason)


@settings(max_examples=300, deadline=None)
@given(odd, odd, odd)
def test_anything_at_all_is_answered_with_no(asked: Any, use: Any, at: Any) -> None:
    ask = Resolver(vocabulary(), TERMS)
    for answer in (ask.may_use(asked, use, at), ask.may_use(work(holder(GRANT)), use, at), ask.may_use(asked, USE, AT)):
        assert is_a_decision(answer)
        assert not answer.allowed


def named(value: object) -> str:
    """The same in every process, which an address in memory is not."""
    text = repr(value)
    return type(value).__name__ if " object at 0x" in text else text


@pytest.mark.parametrize("value", ODD, ids=named)
@pytest.mark.parametrize("field", Word._fields)
def test_an_odd_word_gives_nothing(field: str, value: Any) -> None:
    """An odd refusal is not passed over, and an odd grant not taken for one, unless the field plays no part in it."""
    no = NO._replace(**{field: value})
    answer = decide(work(Holder("ada", accepted=((0, 1),), words={USE.purpose: (GRANT, no)})))
    assert is_a_decision(answer)
    ordinary = field == "uid" or value == getattr(NO, field) or isinstance(value, type(getattr(NO, field)))
    assert not answer.allowed or (ordinary and not isinstance(value, Agreeable))
    grant = GRANT._replace(**{field: value})
    answer = decide(work(Holder("ada", accepted=((0, 1),), words={USE.purpose: (grant,)})))
    if field in ("allowed", "signed", "commercial"):
        assert answer.allowed is (value is True)


@pytest.mark.parametrize("value", ODD, ids=named)
@pytest.mark.parametrize("field", ["taken_down", "disputed", "matched"])
def test_only_a_plain_no_lifts_a_bar(field: str, value: Any) -> None:
    answer = decide(work(holder(GRANT), **{field: value}))
    assert not answer.allowed
    twin = work(holder(GRANT))
    assert decide(work(holder(GRANT), twins=(twin,))).allowed
    assert not decide(work(holder(GRANT), twins=(twin._replace(**{field: value}),))).allowed


@pytest.mark.parametrize("value", [value for value in ODD if value is not True], ids=named)
def test_only_a_plain_yes_makes_somebody_of_age(value: Any) -> None:
    assert decide(work(holder(GRANT, adult=value))).rule in (Rule.MINOR, Rule.UNCLEAR)


@pytest.mark.parametrize("value", ODD, ids=named)
def test_odd_holdings_agree_to_nothing(value: Any) -> None:
    assert decide(work(Holding(holder(GRANT), value))).rule in (Rule.UNCONFIRMED, Rule.UNCLEAR)
    assert not decide(work(Holding(holder(GRANT), mandate_missing=value))).allowed
    assert not decide(work(Holding(value))).allowed
    assert not decide(Work("w", value)).allowed
    assert not decide(Work("w", dict.fromkeys(Role, value))).allowed
    assert not decide(work(holder(accepted=value, words={USE.purpose: value}))).allowed
    assert not decide(work(holder(GRANT, accepted=((value, 1),)))).allowed or value in (True, 1, 0.0, -(10**40))
    assert not Resolver(value, TERMS).may_use(work(holder(GRANT)), USE, AT).allowed
    assert not Resolver(vocabulary(), value).may_use(work(holder(GRANT)), USE, AT).allowed


def test_a_word_filed_under_another_purpose_is_no_word_about_it() -> None:
    filed = Holder("ada", accepted=((0, 1),), words={USE.purpose: (GRANT._replace(purpose="disc.search"),)})
    assert decide(work(filed)).rule is Rule.UNCLEAR


def test_an_odd_version_does_not_make_a_refusal_pass() -> None:
    odd_version: Any = 7
    said = holder(GRANT, NO._replace(model=USE.model, version=odd_version))
    assert decide(work(said)).rule is Rule.UNCLEAR


def test_territories_are_a_set_and_no_text_in_which_one_might_be_found() -> None:
    listed: Any = "FR,IT"
    assert decide(work(holder(GRANT._replace(territories=listed)))).rule is Rule.UNCLEAR


def test_nothing_known_allows_nothing() -> None:
    for purpose in vocabulary().purposes:
        assert not Resolver(vocabulary(), Terms()).may_use(work(holder(GRANT)), Use(purpose, "instance"), AT).allowed
        assert not decide(Work("w", {}), Use(purpose, "instance")).allowed
