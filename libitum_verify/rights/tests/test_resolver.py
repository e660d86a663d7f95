"""Each rule by example, to the second and to the letter."""

from datetime import UTC, datetime
from typing import Any

import pytest

from libitum_verify.rights.facts import (
    ALLOWING,
    INSTANCE,
    NUMBERS,
    SENTENCES,
    Decision,
    Holder,
    Holding,
    Level,
    Rule,
    Standing,
    Use,
    Word,
    Work,
)
from libitum_verify.rights.resolver import END_OF_TIME, Resolver
from libitum_verify.rights.terms import Terms, Version
from libitum_verify.rights.vocabulary import Class, Role, vocabulary

STYLE, VOICE, SEARCH, SHARE = "gen.train.style", "gen.train.voice", "disc.search", "share.dataset"
AT = 1000
TERMS = Terms((Version(1, 0, {purpose.id: purpose.starts_as for purpose in vocabulary().purposes.values()}),))
USE = Use(STYLE, INSTANCE, model="m", version="1", territory="FR", commercial=True)
GRANT = Word("yes", 1, AT - 10, STYLE, allowed=True, signed=True)
NO = Word("no", 2, AT - 5, STYLE, allowed=False, taker="")

Rows = dict[Role, tuple[Holding, ...]]


def holder(*words: Word, **fields: Any) -> Holder:
    said: dict[str, tuple[Word, ...]] = {}
    for word in words:
        said[word.purpose] = (*said.get(word.purpose, ()), word)
    return Holder(**{"uid": "ada", "accepted": ((0, 1),), "words": said, **fields})


def work(*people: Holder | Holding, **fields: Any) -> Work:
    rows = tuple(one if isinstance(one, Holding) else Holding(one) for one in people)
    return Work(**{"uid": "song", "holdings": dict.fromkeys(Role, rows), **fields})


def decide(asked: Work, use: Use = USE, at: int = AT, terms: Terms = TERMS) -> Decision:
    return Resolver(vocabulary(), terms, 42).may_use(asked, use, at)


def rule(*words: Word, use: Use = USE, at: int = AT, terms: Terms = TERMS, **fields: Any) -> Rule:
    return decide(work(holder(*words, **fields)), use, at, terms).rule


def test_a_signed_yes_of_everybody_is_a_yes_with_its_evidence() -> None:
    bob = holder(GRANT._replace(uid="bobs"), uid="bob")
    asked = work(holder(GRANT), bob)
    assert decide(asked) == Decision(True, Rule.GRANTED, None, ("yes", "bobs"), 42)
    assert decide(asked).reason == "Everybody whose right it is has opted in."


def test_one_no_refuses_and_says_in_which_role_and_by_which_word() -> None:
    rows: Rows = {role: (Holding(holder(GRANT)),) for role in Role}
    rows[Role.COMPOSITION] += (Holding(holder(GRANT, NO, uid="bob")),)
    assert decide(Work("w", rows)) == Decision(False, Rule.REFUSED, Role.COMPOSITION, ("no",), 42)


def test_the_weightiest_of_several_refusals_is_told() -> None:
    late = holder(GRANT._replace(until=AT), uid="late")
    assert decide(work(holder(GRANT, NO), late)).rule is Rule.EXPIRED
    assert decide(work(late, holder(GRANT, NO))).rule is Rule.EXPIRED
    assert decide(work(late, Holding(holder(GRANT), Standing.INVITED))) == Decision(
        False, Rule.UNCONFIRMED, Role.PERFORMER, (), 42
    )


def test_what_nobody_opted_in_to_is_off() -> None:
    assert decide(work(holder())) == Decision(False, Rule.NOT_GIVEN, Role.PERFORMER, (), 42)


def test_what_is_on_by_the_terms() -> None:
    search = Use(SEARCH, INSTANCE)
    assert decide(work(holder()), search) == Decision(True, Rule.BY_TERMS, None, ("terms:1",), 42)
    assert decide(work(holder()), Use("svc.deliver", INSTANCE)) == Decision(
        True, Rule.NECESSARY, None, ("terms:1",), 42
    )
    off, on = NO._replace(purpose=SEARCH), GRANT._replace(purpose=SEARCH, sequence=3, signed=False)
    assert decide(work(holder(off)), search) == Decision(False, Rule.REFUSED, Role.RECORDING, ("no",), 42)
    assert decide(work(holder(off, on)), search) == Decision(True, Rule.GRANTED, None, ("yes",), 42)
    both = work(holder(off, on), holder(uid="bob"))
    assert decide(both, search) == Decision(True, Rule.BY_TERMS, None, ("yes", "terms:1"), 42)


@pytest.mark.parametrize("taker", ["acme", ""])
def test_what_is_on_by_the_terms_is_on_for_the_instance_alone(taker: str) -> None:
    for purpose in (SEARCH, "svc.identify"):
        assert decide(work(holder()), Use(purpose, taker)).rule is Rule.NOT_GIVEN
    given = GRANT._replace(purpose="svc.identify", taker="acme")
    assert rule(given, use=Use("svc.identify", "acme")) is Rule.GRANTED
    assert rule(given._replace(signed=False), use=Use("svc.identify", "acme")) is Rule.UNSIGNED


def test_the_service_asks_nobody_for_what_it_cannot_run_without() -> None:
    asked = work(
        Holding(holder(NO._replace(purpose="svc.deliver"), adult=False), Standing.INVITED, mandate_missing=True)
    )
    assert decide(asked, Use("svc.deliver", INSTANCE)).rule is Rule.NECESSARY


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, Rule.GRANTED),
        ({"at": AT}, Rule.GRANTED),
        ({"at": AT + 1}, Rule.NOT_GIVEN),
        ({"since": AT}, Rule.GRANTED),
        ({"since": AT + 1}, Rule.NOT_YET),
        ({"until": AT + 1}, Rule.GRANTED),
        ({"until": AT}, Rule.EXPIRED),
        ({"territories": frozenset({"IT", "FR"})}, Rule.GRANTED),
        ({"territories": frozenset({"IT"})}, Rule.TERRITORY),
        ({"territories": frozenset({""})}, Rule.TERRITORY),
        ({"commercial": False}, Rule.COMMERCIAL),
        ({"signed": False}, Rule.UNSIGNED),
        ({"taker": "*"}, Rule.GRANTED),
        ({"taker": "acme"}, Rule.NOT_GIVEN),
        ({"taker": ""}, Rule.NOT_GIVEN),
        ({"model": "m"}, Rule.GRANTED),
        ({"model": "m", "version": "1"}, Rule.GRANTED),
        ({"model": "m", "version": "2"}, Rule.NOT_GIVEN),
        ({"model": "other"}, Rule.NOT_GIVEN),
        ({"version": "1"}, Rule.GRANTED),
        ({"version": "2"}, Rule.NOT_GIVEN),
    ],
)
def test_where_a_grant_ends(changes: dict[str, Any], expected: Rule) -> None:
    assert rule(GRANT._replace(**changes)) is expected


@pytest.mark.parametrize(
    ("left_out", "granted", "expected"),
    [
        ({"taker": ""}, {}, Rule.NOT_GIVEN),
        ({"taker": "*"}, {}, Rule.NOT_GIVEN),
        ({"taker": ""}, {"taker": "*"}, Rule.GRANTED),
        ({"taker": ""}, {"taker": ""}, Rule.NOT_GIVEN),
        ({"taker": "*"}, {"taker": "*"}, Rule.GRANTED),
        ({"model": ""}, {"model": "m"}, Rule.NOT_GIVEN),
        ({"version": ""}, {"model": "m", "version": "1"}, Rule.NOT_GIVEN),
        ({"version": ""}, {"model": "m"}, Rule.GRANTED),
        ({"territory": ""}, {"territories": frozenset({"FR"})}, Rule.TERRITORY),
        ({"territory": ""}, {"territories": frozenset({""})}, Rule.TERRITORY),
        ({"territory": ""}, {}, Rule.GRANTED),
        ({"commercial": False}, {"commercial": False}, Rule.GRANTED),
    ],
)
def test_what_a_use_leaves_out_is_anything(left_out: dict[str, Any], granted: dict[str, Any], expected: Rule) -> None:
    assert rule(GRANT._replace(**granted), use=USE._replace(**left_out)) is expected


def test_a_later_yes_to_only_part_of_what_is_asked_is_no_yes_to_all_of_it() -> None:
    part = GRANT._replace(uid="part", sequence=3, model="m")
    assert rule(GRANT, part, use=USE._replace(model="")) is Rule.NOT_GIVEN
    assert rule(GRANT, part) is Rule.GRANTED
    assert rule(GRANT, part._replace(taker="acme")) is Rule.GRANTED  # of somebody else


@pytest.mark.parametrize(
    ("changes", "heard"),
    [
        ({}, True),
        ({"taker": "*"}, True),
        ({"taker": INSTANCE}, True),
        ({"taker": "acme"}, False),
        ({"model": "m"}, True),
        ({"model": "other"}, False),
        ({"model": "m", "version": "1"}, True),
        ({"model": "m", "version": "2"}, False),
        ({"version": "2"}, True),
        ({"until": 1}, True),
        ({"since": AT + 99}, True),
        ({"territories": frozenset({"IT"})}, True),
        ({"commercial": False}, True),
        ({"signed": True}, True),
        ({"at": AT}, True),
        ({"at": AT + 1}, False),
    ],
)
def test_of_what_a_refusal_speaks(changes: dict[str, Any], *, heard: bool) -> None:
    assert rule(GRANT, NO._replace(**changes)) is (Rule.REFUSED if heard else Rule.GRANTED)


@pytest.mark.parametrize(
    ("left_out", "said"),
    [
        ({"taker": ""}, {"taker": "acme"}),
        ({"taker": "*"}, {"taker": "acme"}),
        ({"model": "", "version": ""}, {"model": "other"}),
        ({"version": ""}, {"model": "m", "version": "2"}),
        ({"model": ""}, {"model": "m", "version": "2"}),
    ],
)
def test_a_refusal_of_a_part_refuses_the_whole(left_out: dict[str, Any], said: dict[str, Any]) -> None:
    assert rule(GRANT._replace(taker="*"), NO._replace(**said), use=USE._replace(**left_out)) is Rule.REFUSED
    assert rule(GRANT._replace(taker="*"), NO._replace(**said)) is Rule.GRANTED


def test_the_more_specific_then_the_later() -> None:
    of_release: dict[str, Any] = {"level": Level.RELEASE, "target": "r"}
    of_track: dict[str, Any] = {"level": Level.TRACK, "target": "t"}
    assert rule(NO, GRANT._replace(**of_release)) is Rule.GRANTED
    assert rule(NO._replace(**of_release), GRANT._replace(**of_track)) is Rule.GRANTED
    assert rule(GRANT._replace(sequence=9), NO._replace(**of_track)) is Rule.REFUSED
    assert rule(NO._replace(**of_track), GRANT._replace(**of_track, sequence=9)) is Rule.GRANTED
    assert rule(GRANT._replace(**of_track, sequence=9), NO._replace(**of_track)) is Rule.GRANTED
    assert rule(GRANT._replace(**of_track), NO._replace(**{**of_track, "target": "told otherwise"})) is Rule.REFUSED
    assert rule(GRANT._replace(sequence=2), NO) is rule(NO, GRANT._replace(sequence=2)) is Rule.REFUSED


def test_of_several_releases_any_refusal_wins() -> None:
    first: dict[str, Any] = {"level": Level.RELEASE, "target": "r1"}
    second: dict[str, Any] = {"level": Level.RELEASE, "target": "r2"}
    assert rule(NO._replace(**first), GRANT._replace(**second, sequence=9)) is Rule.REFUSED
    assert rule(GRANT._replace(**second, sequence=9), NO._replace(**first)) is Rule.REFUSED
    assert rule(NO._replace(**first), GRANT._replace(**first, sequence=9)) is Rule.GRANTED
    assert rule(GRANT._replace(**first), GRANT._replace(**second, signed=False)) is Rule.UNSIGNED
    assert rule(GRANT._replace(**second, signed=False), GRANT._replace(**first)) is Rule.UNSIGNED


def test_who_cannot_agree() -> None:
    yes = holder(GRANT)
    for standing in (Standing.INVITED, Standing.DECLINED, Standing.CURATOR):
        assert decide(work(Holding(yes, standing))).rule is Rule.UNCONFIRMED
    assert decide(work(Holding(yes, mandate_missing=True))).rule is Rule.MANDATE_MISSING
    assert rule(GRANT, adult=False) is Rule.MINOR
    # Not training, generating or handing on: asked of minors too.
    assert (
        rule(GRANT._replace(purpose="ana.research"), use=USE._replace(purpose="ana.research"), adult=False)
        is Rule.GRANTED
    )
    search = Use(SEARCH, INSTANCE)
    assert decide(work(Holding(holder(), Standing.CURATOR, mandate_missing=True)), search).rule is Rule.BY_TERMS
    for standing in (Standing.INVITED, Standing.DECLINED):
        assert decide(work(Holding(holder(), standing)), search).rule is Rule.UNCONFIRMED
    assert rule(use=search, adult=False) is Rule.BY_TERMS


@pytest.mark.parametrize("role", [Role.PERFORMER, Role.RECORDING, Role.COMPOSITION])
def test_a_mandate_is_missed_in_whatever_role_it_was_given_away(role: Role) -> None:
    rows: Rows = {each: (Holding(holder(GRANT), mandate_missing=each is role),) for each in Role}
    assert decide(Work("w", rows)) == Decision(False, Rule.MANDATE_MISSING, role, (), 42)


@pytest.mark.parametrize("role", [Role.COMPOSITION, Role.LYRICS, Role.RECORDING])
def test_no_terms_speak_for_a_collecting_society(role: Role) -> None:
    on = Terms((Version(1, 0, {"ana.research": Class.D}),))
    rows: Rows = {each: (Holding(holder(), mandate_missing=each is role),) for each in Role}
    expected = Rule.BY_TERMS if role is Role.RECORDING else Rule.MANDATE_MISSING
    assert decide(Work("w", rows), Use("ana.research", INSTANCE), terms=on).rule is expected


def test_a_role_without_a_holder_has_not_agreed() -> None:
    rows: Rows = {role: (Holding(holder(GRANT)),) for role in Role if role is not Role.COMPOSITION}
    assert decide(Work("w", rows)) == Decision(False, Rule.NO_HOLDER, Role.COMPOSITION, (), 42)
    assert decide(Work("w", rows, without=frozenset(Role))).rule is Rule.NO_HOLDER


def test_an_instrumental_has_no_lyrics_to_give() -> None:
    recording, lyrics = Use("gen.train.recording", INSTANCE), Use("gen.train.lyrics", INSTANCE)
    words = [GRANT._replace(purpose=use.purpose, uid=use.purpose) for use in (recording, lyrics)]
    rows: Rows = {role: (Holding(holder(*words)),) for role in Role if role is not Role.LYRICS}
    instrumental = Work("w", rows, without=frozenset({Role.LYRICS}))
    assert decide(instrumental, recording).rule is Rule.GRANTED
    assert decide(instrumental, lyrics) == Decision(False, Rule.NOTHING_TO_GIVE, None, (), 42)
    assert decide(Work("w", rows), recording).rule is Rule.NO_HOLDER
    no = Holding(holder(NO._replace(purpose="gen.train.recording")))
    assert decide(instrumental._replace(holdings={**rows, Role.LYRICS: (no,)}), recording).rule is Rule.REFUSED


def test_what_bars_a_use() -> None:
    yes = holder(GRANT, GRANT._replace(purpose="ana.research"))
    assert decide(work(yes, taken_down=True, disputed=True, matched=True)).rule is Rule.TAKEN_DOWN
    assert decide(work(yes, disputed=True, matched=True)).rule is Rule.DISPUTED
    assert decide(work(yes, matched=True)).rule is Rule.MATCHED
    research = USE._replace(purpose="ana.research")
    assert decide(work(yes, disputed=True, matched=True), research).rule is Rule.GRANTED
    assert decide(work(yes, taken_down=True), research).rule is Rule.TAKEN_DOWN


def test_nobody_opts_in_somebody_elses_song() -> None:
    yes = holder(GRANT, GRANT._replace(purpose="ana.research"))
    agreeing, silent = work(yes, uid="other"), work(holder(), uid="other")
    assert decide(work(yes, twins=(agreeing,))).rule is Rule.GRANTED
    refused = Decision(False, Rule.TWIN_NOT_GIVEN, None, (), 42)
    assert decide(work(yes, twins=(agreeing, silent))) == refused
    for barred in (
        agreeing._replace(taken_down=True),
        agreeing._replace(disputed=True),
        agreeing._replace(matched=True),
    ):
        assert decide(work(yes, twins=(barred,))) == refused
    assert decide(work(yes, twins=(silent,)), USE._replace(purpose="ana.research")).rule is Rule.GRANTED
    assert decide(work(holder(GRANT, NO), twins=(silent,))).rule is Rule.REFUSED


@pytest.mark.parametrize(
    ("said", "died", "succeeded", "purpose", "expected"),
    [
        (5, None, None, STYLE, Rule.GRANTED),
        (5, 6, None, STYLE, Rule.GRANTED),
        (5, 5, None, STYLE, Rule.NOT_GIVEN),
        (5, 5, 6, STYLE, Rule.NOT_GIVEN),
        (6, 5, 6, STYLE, Rule.GRANTED),
        (6, None, 7, STYLE, Rule.GRANTED),
        (6, 5, 6, VOICE, Rule.NOT_GIVEN),
        (4, 5, 6, VOICE, Rule.GRANTED),
    ],
)
def test_the_dead_give_nothing_more(
    said: int, died: int | None, succeeded: int | None, purpose: str, expected: Rule
) -> None:
    word = GRANT._replace(at=said, purpose=purpose)
    assert rule(word, use=USE._replace(purpose=purpose), died_at=died, succeeded_at=succeeded) is expected


def test_a_refusal_is_heard_after_death() -> None:
    words = (GRANT._replace(purpose=VOICE, at=1), NO._replace(purpose=VOICE, at=9))
    assert rule(*words, use=USE._replace(purpose=VOICE), died_at=5) is Rule.REFUSED


def test_handing_on_needs_an_agreement_too() -> None:
    share = USE._replace(purpose=SHARE)
    word = GRANT._replace(purpose=SHARE)
    assert decide(work(holder(word)), share) == Decision(False, Rule.AGREEMENT_MISSING, Role.PERFORMER, ("yes",), 42)
    assert rule(word._replace(signed=False), use=share) is Rule.UNSIGNED
    assert rule(use=share) is Rule.NOT_GIVEN


def test_terms_make_nothing_guarded_wider_than_the_list_has_it() -> None:
    looser = Terms((Version(1, 0, {SHARE: Class.O, STYLE: Class.K}),))
    assert rule(GRANT._replace(purpose=SHARE), use=USE._replace(purpose=SHARE), terms=looser) is Rule.AGREEMENT_MISSING
    assert rule(GRANT, terms=looser) is Rule.AGREEMENT_MISSING


def test_who_never_accepted_is_bound_to_what_is_necessary_alone() -> None:
    assert rule(GRANT, accepted=()) is Rule.NOT_IN_TERMS
    assert rule(use=Use(SEARCH, INSTANCE), accepted=()) is Rule.NOT_IN_TERMS
    never = decide(work(Holding(holder(accepted=()), Standing.INVITED)), Use(SEARCH, INSTANCE))
    assert never == Decision(False, Rule.NOT_IN_TERMS, Role.RECORDING, ("terms:0",), 42)
    assert rule(use=Use("svc.deliver", INSTANCE), accepted=()) is Rule.NECESSARY


def test_whoever_holds_several_roles_is_heard_in_each() -> None:
    """Once asked, but confirmed in one role and not in the other."""
    ada = holder(GRANT)
    rows: Rows = {role: (Holding(ada),) for role in Role}
    rows[Role.COMPOSITION] = (Holding(ada, Standing.INVITED),)
    assert decide(Work("w", rows)) == Decision(False, Rule.UNCONFIRMED, Role.COMPOSITION, (), 42)


def test_there_is_no_such_purpose() -> None:
    asked = work(holder(GRANT))
    assert decide(asked, USE._replace(purpose="gen.train")) == Decision(False, Rule.UNKNOWN_PURPOSE, None, (), 42)
    assert decide(asked, USE._replace(purpose="listen.history")).rule is Rule.NOT_ABOUT_WORKS


@pytest.mark.parametrize(
    ("changes", "clear"),
    [
        ({"actor": "engine"}, True),
        ({"territory": "FRANCE"}, True),
        ({"territory": "F,R"}, False),
        ({"territory": 7}, False),
        ({"territory": None}, False),
        ({"commercial": 1}, False),
        ({"commercial": None}, False),
        ({"purpose": None}, False),
        ({"taker": None}, False),
        ({"actor": b"x"}, False),
        ({"actor": "\ud800"}, False),
        ({"model": "\0"}, False),
        ({"version": ["1"]}, False),
    ],
)
def test_a_question_must_be_clear(changes: dict[str, Any], *, clear: bool) -> None:
    asked = USE._replace(**changes)
    assert (decide(work(holder(GRANT)), asked).rule is Rule.UNCLEAR) is not clear


@pytest.mark.parametrize("at", [-1, END_OF_TIME + 1, True, 5.0, float("nan"), None, "now"])
def test_an_instant_is_a_whole_second_since_1970(at: Any) -> None:
    assert decide(work(holder(GRANT._replace(at=0))), at=at).rule is Rule.UNCLEAR


@pytest.mark.parametrize("at", [0, END_OF_TIME])
def test_the_first_and_the_last_second_can_be_asked_about(at: int) -> None:
    assert decide(work(holder(GRANT._replace(at=0))), at=at).rule is Rule.GRANTED


def test_the_last_second_is_that_of_the_calendar() -> None:
    assert datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC).timestamp() == END_OF_TIME


def test_who_knows_nothing_of_a_log_says_so() -> None:
    assert Resolver(vocabulary(), TERMS).may_use(work(holder(GRANT)), USE, AT).log_size == 0


def test_every_rule_has_a_number_and_a_sentence() -> None:
    assert set(NUMBERS) == set(SENTENCES) == set(Rule)
    assert len(set(NUMBERS.values())) == len(Rule)
    assert {rule for rule, number in NUMBERS.items() if number < 10} == ALLOWING
