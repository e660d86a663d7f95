"""What must hold of every decision, whatever the facts."""

from random import Random

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from libitum_verify.rights.facts import ALLOWING, INSTANCE, Decision, Holder, Holding, Level, Rule, Use, Word, Work
from libitum_verify.rights.resolver import Resolver
from libitum_verify.rights.terms import Terms, Version
from libitum_verify.rights.vocabulary import Class, Role, is_guarded, vocabulary

from .cases import (
    RELEASES,
    SPAN,
    TALKED_OF,
    some_holder,
    some_holding,
    some_instant,
    some_terms,
    some_use,
    some_word,
    some_work,
)

law = settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


class Case:
    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.draw = draw = Random(seed)
        self.terms = some_terms(draw)
        self.work = some_work(draw)
        self.use = some_use(draw)
        self.at = some_instant(draw)

    def __repr__(self) -> str:
        return f"Case({self.seed})"

    def decide(self, **changes: object) -> Decision:
        given_ = {"work": self.work, "use": self.use, "at": self.at, "terms": self.terms, **changes}
        ask = Resolver(vocabulary(), given_["terms"], 7)  # type: ignore[arg-type]
        return ask.may_use(given_["work"], given_["use"], given_["at"])  # type: ignore[arg-type]

    def saying(self, work: Work, word: Word, holder: str) -> Work:
        """The same work, and one more word of this holder's."""

        def after(one: Holder) -> Holder:
            said = (*one.words.get(word.purpose, ()), word)
            return one._replace(words={**one.words, word.purpose: said}) if one.uid == holder else one

        holdings = {
            role: tuple(holding._replace(holder=after(holding.holder)) for holding in rows)
            for role, rows in work.holdings.items()
        }
        return work._replace(holdings=holdings, twins=tuple(self.saying(twin, word, holder) for twin in work.twins))

    def anybody(self) -> str:
        people = [
            h.holder.uid for work in (self.work, *self.work.twins) for rows in work.holdings.values() for h in rows
        ]
        assume(people)
        return self.draw.choice(people)


cases = st.integers(0, 2**48).map(Case)


@law
@given(cases)
def test_a_decision_says_itself(case: Case) -> None:
    decision = case.decide()
    assert decision.allowed == (decision.rule in ALLOWING)
    assert decision.reason
    assert decision.log_size == 7
    assert decision == case.decide()


@law
@given(cases)
def test_a_refusal_more_never_allows_more(case: Case) -> None:
    purpose = case.draw.choice((case.use.purpose, case.draw.choice(TALKED_OF)))
    refusal = some_word(case.draw, purpose, case.draw.randrange(-1, 6))._replace(allowed=False, inherits=False)
    assert case.decide().allowed or not case.decide(work=case.saying(case.work, refusal, case.anybody())).allowed


@law
@given(cases)
def test_a_refusal_is_undone_only_by_the_same_holders_later_or_more_specific_word(case: Case) -> None:
    """Said after all else, in everybody's lifetime; what undoes it is a word of the same holder's, and no weaker."""
    purpose = vocabulary().purposes.get(case.use.purpose)
    if purpose is None or purpose.starts_as is Class.N or not purpose.roles:
        return
    asked = [h.holder.uid for role in purpose.roles for h in case.work.holdings.get(role, ())]
    assume(asked)
    holder = case.draw.choice(asked)
    level = case.draw.choice(list(Level))
    target = "r1" if level is Level.RELEASE else ""
    refusal = Word("no", 100, -1, purpose.id, allowed=False, level=level, target=target, taker="")
    refused = case.saying(case.work, refusal, holder)
    necessary = Terms((Version(1, 0, {purpose.id: Class.O}),))
    words = {
        w
        for rows in case.work.holdings.values()
        for h in rows
        if h.holder.uid == holder
        for w in h.holder.words[purpose.id]
    }
    if case.decide(work=refused, terms=necessary).allowed:
        assert any(word.allowed and word.level > level for word in words)
    # Whatever somebody else says does not undo it.
    stranger = some_holder(case.draw, "stranger")
    holdings = {role: (*rows, Holding(stranger)) for role, rows in refused.holdings.items()}
    if not case.decide(work=refused, terms=necessary).allowed:
        assert not case.decide(work=refused._replace(holdings=holdings), terms=necessary).allowed
    # Their own later word may.
    grant = Word("yes", 101, -1, purpose.id, allowed=True, level=Level.TRACK, taker=case.use.taker, signed=True)
    before = case.saying(case.work, grant, holder)
    assert case.decide(work=case.saying(refused, grant, holder)).allowed == case.decide(work=before).allowed


def returning(case: Case, *, signed: bool) -> tuple[Word, str]:
    """A release or the work itself says nothing of its own any more, said after all else in everybody's lifetime."""
    level = case.draw.choice((Level.RELEASE, Level.TRACK))
    target = case.draw.choice(RELEASES) if level is Level.RELEASE else ""
    place = {"level": level, "target": target, "taker": "", "signed": signed, "inherits": True}
    return Word("above", 100, -1, case.use.purpose, allowed=False, **place), case.anybody()  # type: ignore[arg-type]


@law
@given(cases)
def test_nobody_opens_anything_by_returning_it_without_a_key(case: Case) -> None:
    assume(is_guarded(case.use.purpose))
    word, holder = returning(case, signed=False)
    assert case.decide().allowed or not case.decide(work=case.saying(case.work, word, holder)).allowed


@law
@given(cases)
def test_what_is_returned_with_a_key_is_as_if_it_had_never_been_set(case: Case) -> None:
    word, holder = returning(case, signed=True)

    def without(work: Work) -> Work:
        def forgotten(one: Holder) -> Holder:
            said = one.words.get(word.purpose, ())
            kept = tuple(w for w in said if (w.level, w.target) != (word.level, word.target))
            return one._replace(words={**one.words, word.purpose: kept}) if one.uid == holder else one

        holdings = {r: tuple(h._replace(holder=forgotten(h.holder)) for h in rows) for r, rows in work.holdings.items()}
        return work._replace(holdings=holdings, twins=tuple(without(twin) for twin in work.twins))

    returned = case.decide(work=case.saying(case.work, word, holder))
    assert returned == case.decide(work=without(case.work))


@law
@given(cases)
def test_what_is_returned_without_a_key_follows_what_is_given_afterwards(case: Case) -> None:
    word, holder = returning(case, signed=False)
    grant = Word("yes", 101, -1, case.use.purpose, allowed=True, taker=case.use.taker, signed=True)
    later = case.saying(case.saying(case.work, word, holder), grant, holder)
    signed = case.saying(case.saying(case.work, word._replace(signed=True), holder), grant, holder)
    # Beside this one, nothing was returned without a key.
    assume(all(w.signed or not w.inherits for w in all_words(case.work)))
    assume(not any(w.level is not Level.ACCOUNT and w.allowed for w in all_words(case.work)))
    assert case.decide(work=later) == case.decide(work=signed)


def all_words(work: Work) -> list[Word]:
    rows = [h.holder for one in (work, *work.twins) for held in one.holdings.values() for h in held]
    return [word for holder in rows for words in holder.words.values() for word in words]


@law
@given(cases)
def test_what_trains_generates_or_hands_on_rests_on_a_signed_word_for_every_role(case: Case) -> None:
    """Looked up anew in the facts, by other means than the resolver's."""
    decision = case.decide()
    if not (decision.allowed and is_guarded(case.use.purpose)):
        return
    purpose = vocabulary().purposes[case.use.purpose]
    assert decision.rule is Rule.GRANTED
    words = {}
    for role in purpose.roles:
        rows = case.work.holdings[role]
        assert rows or (role is Role.LYRICS and role in case.work.without)
        for holding in rows:
            said = [w for w in holding.holder.words[purpose.id] if w.uid in decision.evidence]
            assert len(said) == 1
            assert holding.standing == "confirmed"
            assert holding.holder.adult
            assert not holding.mandate_missing
            words[said[0].uid] = said[0]
    assert set(words) == set(decision.evidence)
    for word in words.values():
        assert word.allowed
        assert word.signed
        assert word.at <= case.at
        assert word.taker in (case.use.taker, "*")
        assert word.since is None or word.since <= case.at
        assert word.until is None or case.at < word.until
        assert not case.use.commercial or word.commercial
        assert not word.territories or case.use.territory in word.territories
    assert not any((case.work.taken_down, case.work.disputed, case.work.matched))


@law
@given(cases)
def test_leaving_something_out_of_the_use_never_allows_more(case: Case) -> None:
    for widest in (
        {"taker": ""},
        {"model": "", "version": ""},
        {"version": ""},
        {"territory": ""},
        {"commercial": True},
    ):
        wider = case.use._replace(**widest)
        assert case.decide().allowed or not case.decide(use=wider).allowed, widest


@law
@given(cases)
def test_one_more_holder_never_allows_more(case: Case) -> None:
    role = case.draw.choice(list(Role))
    more = some_holding(case.draw, some_holder(case.draw, "one more"))
    # A first holder of a role that nobody holds may complete what was missing.
    assume(case.work.holdings.get(role) or role in case.work.without)
    assume(
        any(
            case.work.holdings.get(r)
            for r in vocabulary().purposes.get(case.use.purpose, vocabulary().purposes["disc.search"]).roles
        )
    )
    holdings = {**case.work.holdings, role: (*case.work.holdings.get(role, ()), more)}
    assert case.decide().allowed or not case.decide(work=case.work._replace(holdings=holdings)).allowed


@law
@given(cases)
def test_the_order_of_facts_makes_no_difference(case: Case) -> None:
    def shuffled(rows: tuple[Holding, ...]) -> tuple[Holding, ...]:
        mixed = [
            h._replace(holder=h.holder._replace(words={p: w[::-1] for p, w in h.holder.words.items()})) for h in rows
        ]
        case.draw.shuffle(mixed)
        return tuple(mixed)

    other = case.work._replace(holdings={role: shuffled(rows) for role, rows in case.work.holdings.items()})
    assert case.decide(work=other).rule is case.decide().rule


@law
@given(cases)
def test_narrower_terms_never_allow_more(case: Case) -> None:
    versions = []
    for version in case.terms.versions:
        narrower = {p: Class(min(c + case.draw.choice((0, 0, 1)), Class.X)) for p, c in version.clause.items()}
        if narrower and case.draw.random() < 0.3:
            del narrower[case.draw.choice(sorted(narrower))]
        versions.append(version._replace(clause={p: c for p, c in narrower.items() if c is not Class.X}))
    assert case.decide().allowed or not case.decide(terms=Terms(tuple(versions))).allowed


@law
@given(cases)
def test_one_more_version_widens_nothing_for_who_has_not_accepted_it(case: Case) -> None:
    newest = Version(
        9, case.draw.randrange(SPAN), dict.fromkeys(("disc.search", "ana.research", "svc.identify"), Class.N)
    )
    accepted_some = all(
        h.holder.accepted and h.holder.accepted[0][0] < 0 for rows in case.work.holdings.values() for h in rows
    )
    assume(accepted_some)
    assert case.decide().allowed or not case.decide(terms=Terms((*case.terms.versions, newest))).allowed


@law
@given(cases, st.text(max_size=12))
def test_an_unknown_anything_refuses(case: Case, unknown: str) -> None:
    assume(unknown not in vocabulary().purposes and unknown not in ("*", INSTANCE, "acme", "beta", ""))
    assert not case.decide(use=case.use._replace(purpose=unknown)).allowed
    nobody = Resolver(vocabulary(), Terms(())).may_use(case.work, case.use, case.at)
    assert not nobody.allowed
    assert not case.decide(work=Work("w", {})).allowed
    if is_guarded(case.use.purpose) and case.decide(use=case.use._replace(taker=unknown)).allowed:
        words = [w for rows in case.work.holdings.values() for h in rows for w in h.holder.words[case.use.purpose]]
        assert any(word.taker == "*" and word.allowed for word in words)


@law
@given(cases)
def test_bars_bar(case: Case) -> None:
    assert not case.decide(work=case.work._replace(taken_down=True)).allowed
    if is_guarded(case.use.purpose):
        assert not case.decide(work=case.work._replace(disputed=True)).allowed
        assert not case.decide(work=case.work._replace(matched=True)).allowed
    twin = some_work(case.draw, "twin", twins=False)
    assert case.decide().allowed or not case.decide(work=case.work._replace(twins=(*case.work.twins, twin))).allowed


@law
@given(cases, st.sampled_from(["taker", "model", "version", "territory"]))
def test_uses_that_differ_in_nothing_that_was_said_are_decided_alike(case: Case, field: str) -> None:
    """The actor is written down, never decisive."""
    assert case.decide(use=case.use._replace(actor=field)) == case.decide()
    assert isinstance(case.use, Use)
