"""An engine of others' decides the same cases: Cedar, from policies that say the rules in their own way.

Each refusal, each condition of each holder and each version of the terms is a `forbid` of its own; nothing here ranks,
sorts or looks for the narrowest. Every work has policies of its own.
"""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from random import Random

import cedarpy
import pytest

from libitum_verify.rights.facts import ALLOWING, ANYBODY, INSTANCE, Holder, Holding, Level, Standing, Use, Word, Work
from libitum_verify.rights.resolver import Resolver
from libitum_verify.rights.terms import Terms, Version
from libitum_verify.rights.vocabulary import Class, Role, Subject, is_guarded, vocabulary

from .cases import TALKED_OF, some_instant, some_terms, some_use, some_work

WORLDS = range(8)
WORKS = 32
QUESTIONS = 400
SOCIETIES = (Role.COMPOSITION, Role.LYRICS)
INSIDE = f'context.taker == "{INSTANCE}"'


def test_enough_is_compared() -> None:
    assert len(WORLDS) * WORKS * QUESTIONS >= 100_000


@pytest.mark.own_database
@pytest.mark.parametrize("world", WORLDS)
def test_cedar_decides_alike(world: int) -> None:
    draw, answers = Random(f"oracle {world}"), Counter[bool]()
    for number in range(WORKS):
        terms, work = some_terms(draw), some_work(draw)
        purposes = draw.sample(TALKED_OF, 3)
        questions = [(some_use(draw, purposes), some_instant(draw)) for _ in range(QUESTIONS)]
        policies = cedarpy.PolicySet.from_str("\n".join(policies_of(work, terms, purposes)))
        results = cedarpy.is_authorized_batch([request(use, at) for use, at in questions], policies, ACTIONS)
        ask = Resolver(vocabulary(), terms)
        for (use, at), theirs in zip(questions, results, strict=True):
            ours = ask.may_use(work, use, at)
            assert not theirs.diagnostics.errors
            assert theirs.allowed == ours.allowed == (ours.rule in ALLOWING), (world, number, use, at, ours)
            answers[ours.allowed] += 1
    assert answers.total() == WORKS * QUESTIONS
    assert answers[True] > answers.total() // 12
    assert answers[False] > answers.total() // 12


def entities() -> list[dict[str, object]]:
    """Purposes as actions, in groups: by the roles they ask, and those that train, generate or hand on."""
    groups = [f"asks {role}" for role in Role] + ["guarded", "personal", "of works"]
    rows: list[dict[str, object]] = [entity(group) for group in groups]
    for purpose in vocabulary().purposes.values():
        parents = [f"asks {role}" for role in purpose.roles]
        parents += ["guarded"] if is_guarded(purpose.id) else []
        parents += ["personal"] if purpose.personal else []
        parents += ["of works"] if purpose.subject is Subject.WORK else []
        rows.append(entity(purpose.id, *parents))
    return rows


def entity(name: str, *parents: str) -> dict[str, object]:
    return {
        "uid": {"type": "Action", "id": name},
        "attrs": {},
        "parents": [{"type": "Action", "id": parent} for parent in parents],
    }


ACTIONS = cedarpy.Entities.from_json_str(json.dumps(entities()))


def request(use: Use, at: int) -> dict[str, object]:
    context = {
        "purpose": use.purpose,
        "taker": use.taker,
        "model": use.model,
        "version": use.version,
        "territory": use.territory,
        "commercial": use.commercial,
        "at": at,
    }
    action = {"type": "Action", "id": use.purpose}
    somebody = {"type": "Somebody", "id": "x"}
    return {"principal": somebody, "action": action, "resource": {"type": "Work", "id": "w"}, "context": context}


def both(*conditions: str) -> str:
    return "(" + (" && ".join(conditions) or "true") + ")"


def either(*conditions: str) -> str:
    return "(" + (" || ".join(conditions) or "false") + ")"


def forbid(action: str, condition: str) -> str:
    return f"forbid(principal, action{action}, resource) when {{ {condition} }};"


def policies_of(work: Work, terms: Terms, purposes: Sequence[str]) -> Iterator[str]:
    yield 'permit(principal, action in Action::"of works", resource);'
    # Agreements are not built: what is handed on under one is not handed on.
    yield forbid(' in [Action::"share.dataset", Action::"share.licence"]', "true")
    if work.taken_down:
        yield forbid("", "true")
    for one in (work, *work.twins):
        if one.disputed or one.matched or one.taken_down:
            yield forbid(' in Action::"guarded"', "true")
    yield from agreement_of(work, terms, purposes, "true")
    for twin in work.twins:
        yield from agreement_of(twin, terms, purposes, 'action in Action::"guarded"')


def agreement_of(work: Work, terms: Terms, purposes: Sequence[str], scope: str) -> Iterator[str]:
    nobody = [f'!(action in Action::"asks {role}")' for role in Role if work.holdings.get(role)]
    yield forbid("", both(scope, *nobody))
    for role in Role:
        asked = f' in Action::"asks {role}"'
        if not work.holdings.get(role) and not (role is Role.LYRICS and role in work.without):
            yield forbid(asked, scope)
        for holding in work.holdings.get(role, ()):
            yield from conditions_of(holding, role, asked, scope, terms)
            for purpose in purposes:
                if role in vocabulary().purposes[purpose].roles:
                    yield from words_of(holding.holder, purpose, scope, terms)


def conditions_of(holding: Holding, role: Role, asked: str, scope: str, terms: Terms) -> Iterator[str]:
    holder = holding.holder
    necessary = on_by_terms(holder, terms, Class.N)
    left_on = on_by_terms(holder, terms, Class.D)
    opted_in = f"!{left_on}"
    yield forbid(asked, both(scope, f"!{bound(holder, terms)}"))
    for version in terms.versions:
        yield forbid(asked, both(scope, applies(version, holder, terms), f"!{names(version)}"))
        yield forbid(asked, both(scope, applies(version, holder, terms), of_class(version, Class.K)))
    never = either(*(during for during, number in periods(holder) if number == 0))
    yield forbid(asked, both(scope, never, f"!{on_by_terms(holder, terms, Class.N, inside=False)}"))
    if holding.standing is Standing.CURATOR:
        yield forbid(asked, both(scope, opted_in))
    elif holding.standing is not Standing.CONFIRMED:
        yield forbid(asked, both(scope, f"!{necessary}"))
    if not holder.adult:
        yield forbid(asked, both(scope, 'action in Action::"guarded"'))
    if holding.mandate_missing:
        yield forbid(asked, both(scope, f"!{necessary}" if role in SOCIETIES else opted_in))


def words_of(holder: Holder, purpose: str, scope: str, terms: Terms) -> Iterator[str]:
    """Nothing said is no opt-in; and each word refuses what it does not grant, unless another undoes it."""
    said = holder.words.get(purpose, ())
    about = f' == Action::"{purpose}"'
    necessary, left_on = on_by_terms(holder, terms, Class.N), on_by_terms(holder, terms, Class.D)
    spoken = [word for word in said if not word.inherits]
    yield forbid(about, both(scope, f"!{left_on}", *(f"!{stands(word, said, holder)}" for word in spoken)))
    for word in spoken:
        undone = [f"!{stands(other, said, holder)}" for other in spoken if undoes(other, word)]
        signed = both(str(word.signed).lower(), *(f"!{returned(r, said, holder)}" for r in said if bars(r, word)))
        good = both(granted(word), either(signed, left_on))
        yield forbid(about, both(scope, stands(word, said, holder), *undone, f"!{good}", f"!{necessary}"))


def stands(word: Word, said: Sequence[Word], holder: Holder) -> str:
    """Heard, and what it is about was not returned to what stands above since."""
    since = [other for other in said if other.inherits and same_place(other, word) and other.sequence > word.sequence]
    return both(heard(word, holder), *(f"!{heard(other, holder)}" for other in since))


def returned(word: Word, said: Sequence[Word], holder: Holder) -> str:
    """Heard, and nothing was said of the same since."""
    since = [other for other in said if same_place(other, word) and other.sequence > word.sequence]
    return both(heard(word, holder), *(f"!{heard(other, holder)}" for other in since))


def bars(other: Word, word: Word) -> bool:
    """Said without a key after that grant, of something no wider, it lets it through no more."""
    later = other.sequence > word.sequence and other.level >= word.level
    return other.inherits and not other.signed and later and not same_place(other, word)


def same_place(other: Word, word: Word) -> bool:
    return other.level == word.level and (word.level is not Level.RELEASE or other.target == word.target)


def undoes(other: Word, word: Word) -> bool:
    if other.level != word.level:
        return other.level > word.level
    same = word.level is not Level.RELEASE or other.target == word.target
    return same and other.sequence > word.sequence


def heard(word: Word, holder: Holder) -> str:
    """Said by then, about what is asked, by somebody who could say it."""
    conditions = [f"context.at >= {word.at}"]
    if word.taker not in ("", ANYBODY):
        conditions.append(f'["", "{ANYBODY}", "{word.taker}"].contains(context.taker)')
    if word.model:
        versions = f'["", "{word.version}"].contains(context.version)' if word.version else "true"
        conditions.append(f'(context.model == "" || (context.model == "{word.model}" && {versions}))')
    if (word.allowed or word.inherits) and holder.died_at is not None and word.at >= holder.died_at:
        succeeded = holder.succeeded_at is not None and word.at >= holder.succeeded_at
        conditions.append(both(str(succeeded).lower(), '!(action in Action::"personal")'))
    return both(*conditions)


def granted(word: Word) -> str:
    if not word.allowed or not word.taker:
        return "false"
    conditions = []
    if word.taker != ANYBODY:
        conditions.append(f'context.taker == "{word.taker}"')
    if word.model:
        conditions.append(f'context.model == "{word.model}"')
    if word.version:
        conditions.append(f'context.version == "{word.version}"')
    if word.territories:
        listed = ", ".join(f'"{territory}"' for territory in sorted(word.territories))
        conditions.append(f"[{listed}].contains(context.territory)")
    if not word.commercial:
        conditions.append("!context.commercial")
    if word.since is not None:
        conditions.append(f"context.at >= {word.since}")
    if word.until is not None:
        conditions.append(f"context.at < {word.until}")
    return both(*conditions)


def periods(holder: Holder) -> Iterator[tuple[str, int]]:
    """From one acceptance to the next, as conditions on the time, with the number then accepted (0: none)."""
    starts = [(None, 0), *holder.accepted]
    for place, (start, number) in enumerate(starts):
        bounds = [] if start is None else [f"context.at >= {start}"]
        bounds += [f"context.at < {later}" for later, _ in starts[place + 1 :]]
        yield both(*bounds), number


def in_effect(version: Version, terms: Terms) -> str:
    return both(*(f"context.at >= {v.effective_at}" for v in terms.versions if v.number <= version.number))


def applies(version: Version, holder: Holder, terms: Terms) -> str:
    """It is the accepted one, or has come into effect since, or is the newest that has."""
    newer = [in_effect(other, terms) for other in terms.versions if other.number > version.number]
    newest = both(*(f"!{other}" for other in newer))
    cases = []
    for during, accepted in periods(holder):
        known = accepted == 0 or any(other.number == accepted for other in terms.versions)
        since = "true" if version.number > accepted else newest
        applicable = "true" if version.number == accepted else both(in_effect(version, terms), since)
        cases.append(both(during, str(known).lower(), applicable))
    return either(*cases)


def bound(holder: Holder, terms: Terms) -> str:
    """Some terms apply at all."""
    return either(*(applies(version, holder, terms) for version in terms.versions))


def of_class(version: Version, *classes: Class) -> str:
    listed = ", ".join(f'"{purpose}"' for purpose, starts_as in version.clause.items() if starts_as in classes)
    return f"[{listed}].contains(context.purpose)" if listed else "false"


def names(version: Version) -> str:
    return of_class(version, *Class)


def on_by_terms(holder: Holder, terms: Terms, widest: Class, *, inside: bool = True) -> str:
    """Every version that applies has it on, at least so far."""
    classes = [each for each in Class if each <= widest]
    every = [either(f"!{applies(v, holder, terms)}", of_class(v, *classes)) for v in terms.versions]
    return both(*([INSIDE] if inside else []), bound(holder, terms), *every)
