"""One decision on loaded facts, with 200,000 grants in memory, beside cedarpy on the same cases.

usage: python benchmarks/resolver.py

Half of the questions are about a purpose of one role, half about one of four; taken one by one, so that the median is
that of single decisions, clock included. Cedar gets policies and entities already parsed, and decides in batches.
"""

import json
import sys
import time
from pathlib import Path
from random import Random
from statistics import median, quantiles

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import cedarpy

from libitum_verify.rights.facts import INSTANCE, Holder, Holding, Use, Word, Work
from libitum_verify.rights.resolver import Resolver
from libitum_verify.rights.terms import Terms, Version
from libitum_verify.rights.vocabulary import Role, vocabulary

GRANTS = 200_000
HOLDERS = 20_000
WORKS = 50_000
QUESTIONS = 50_000
LIMIT = 10.0
AT = 1_800_000_000
PURPOSES = ("disc.recommend", "gen.train.recording")


def main() -> int:
    works, terms = facts(Random(1))
    ask = Resolver(vocabulary(), terms)
    draw = Random(2)
    questions = [(draw.choice(works), Use(draw.choice(PURPOSES), INSTANCE, commercial=False)) for _ in range(QUESTIONS)]
    taken, allowed = decide(ask, questions)
    theirs, agreed = cedar(questions[:2000], allowed[:2000])
    print(f"\n### One decision, {GRANTS:,} grants in memory\n")
    print("| | ours | cedarpy | limit |\n|---|---|---|---|")
    ours = median(taken) * 1e6
    print(f"| median, µs | {ours:.1f} | {theirs * 1e6:.0f} (mean of a batch) | {LIMIT:.0f} |")
    print(f"| 99th percentile, µs | {quantiles(taken, n=100)[98] * 1e6:.1f} | | |")
    for purpose in PURPOSES:
        of_purpose = [t for t, (_, use) in zip(taken, questions, strict=True) if use.purpose == purpose]
        print(f"| `{purpose}`, median, µs | {median(of_purpose) * 1e6:.1f} | | |")
    print(f"| allowed | {sum(allowed):,} of {len(allowed):,} | same in all {agreed:,} | |")
    return int(ours > LIMIT)


def facts(draw: Random) -> tuple[list[Work], Terms]:
    clause = {purpose.id: purpose.starts_as for purpose in vocabulary().purposes.values()}
    purposes = [p.id for p in vocabulary().purposes.values() if p.starts_as and p.roles]
    words: list[dict[str, tuple[Word, ...]]] = [{} for _ in range(HOLDERS)]
    for number in range(GRANTS):
        purpose, said = draw.choice((*PURPOSES, *purposes)), words[number % HOLDERS]
        word = Word(f"w{number}", number, AT - 9, purpose, draw.random() < 0.9, commercial=True, signed=True)
        said[purpose] = (*said.get(purpose, ()), word)
    holders = [Holder(f"h{number}", accepted=((0, 1),), words=said) for number, said in enumerate(words)]
    works = []
    for number in range(WORKS):
        owner, other = draw.choice(holders), draw.choice(holders)
        roles: dict[Role, tuple[Holding, ...]] = {role: (Holding(owner),) for role in Role}
        if number % 5 == 0:
            roles[Role.COMPOSITION] = (Holding(owner), Holding(other))
        works.append(Work(f"t{number}", roles))
    return works, Terms((Version(1, 0, clause),))


def decide(ask: Resolver, questions: list[tuple[Work, Use]]) -> tuple[list[float], list[bool]]:
    taken, allowed = [], []
    clock = time.perf_counter
    for work, use in questions:
        start = clock()
        decision = ask.may_use(work, use, AT)
        taken.append(clock() - start)
        allowed.append(decision.allowed)
    return taken, allowed


POLICIES = """
permit(principal, action == Action::"disc.recommend", resource);
permit(principal, action == Action::"gen.train.recording", resource)
  when { resource.performer == ["yes"] && resource.recording == ["yes"]
      && resource.composition == ["yes"] && resource.lyrics == ["yes"] };
forbid(principal, action == Action::"disc.recommend", resource) when { resource.listed.contains("no") };
"""


def cedar(questions: list[tuple[Work, Use]], expected: list[bool]) -> tuple[float, int]:
    """Each holder's last word is looked up for it beforehand: what is timed is the policies alone."""
    rows = [entity(work) for work in {work.uid: work for work, _ in questions}.values()]
    entities = cedarpy.Entities.from_json_str(json.dumps(rows))
    policies = cedarpy.PolicySet.from_str(POLICIES)
    requests = [
        {
            "principal": {"type": "Taker", "id": use.taker},
            "action": {"type": "Action", "id": use.purpose},
            "resource": {"type": "Work", "id": work.uid},
            "context": {},
        }
        for work, use in questions
    ]
    start = time.perf_counter()
    answers = cedarpy.is_authorized_batch(requests, policies, entities)
    seconds = time.perf_counter() - start
    differing = [q for q, answer, ours in zip(questions, answers, expected, strict=True) if answer.allowed != ours]
    if differing:
        raise SystemExit(f"{len(differing)} decisions differ, the first about {differing[0][0].uid}")
    return seconds / len(questions), len(questions)


def entity(work: Work) -> dict[str, object]:
    attributes = {str(role): last_words(work, role, "gen.train.recording") for role in Role}
    attributes["listed"] = last_words(work, Role.RECORDING, "disc.recommend")
    return {"uid": {"type": "Work", "id": work.uid}, "attrs": attributes, "parents": []}


def last_words(work: Work, role: Role, purpose: str) -> list[str]:
    said = [holding.holder.words.get(purpose, ()) for holding in work.holdings[role]]
    return sorted({("yes" if words[-1].allowed else "no") if words else "nothing" for words in said})


if __name__ == "__main__":
    sys.exit(main())
