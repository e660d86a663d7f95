"""What would become of works if somebody said something: decided before and after, by the same resolver."""

import time
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from libitum.catalog.models import ReleaseTrack, Track
from libitum.rights import models
from libitum.rights.models.word import Level
from libitum.rights.services.statements import Draft
from libitum_verify.rights.facts import Holder, Holding, Word, Work
from libitum_verify.rights.facts import Level as FactLevel
from libitum_verify.rights.resolver import Resolver
from libitum_verify.rights.vocabulary import Purpose, vocabulary

from .facts import works
from .marks import Answer, answer
from .resolving import resolver
from .voices import works_held

LAST = 2**62  # after every word that is recorded


@dataclass(slots=True)
class Effect:
    """Of one purpose; `allowed` is None for works that are to follow what stands above them.

    `kept`: works with a word of their own, which goes before; `waiting`: those for which it changes nothing yet, as
    more than this holder's word is needed.
    """

    purpose: str
    allowed: bool | None
    changed: dict[tuple[Answer, Answer], list[Track]] = field(default_factory=lambda: defaultdict(list))
    kept: list[Track] = field(default_factory=list)
    waiting: list[Track] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Scene:
    """The works concerned as they are now."""

    party: str
    tracks: Sequence[Track]
    before: Mapping[int, Work]
    releases: Mapping[int, set[int]]
    ask: Resolver
    at: int


def effects(party: models.Party, drafts: Sequence[Draft]) -> list[Effect]:
    """In the order of the drafts' purposes. A constant number of queries."""
    tracks = concerned(party, drafts)
    scene = Scene(party.uid, tracks, works(tracks), releases_of(tracks), resolver(), int(time.time()))
    by_purpose: dict[str, list[Draft]] = defaultdict(list)
    for draft in drafts:
        by_purpose[draft.purpose].append(draft)
    return [effect(scene, vocabulary().purposes[purpose], said) for purpose, said in by_purpose.items()]


def effect(scene: Scene, purpose: Purpose, drafts: Sequence[Draft]) -> Effect:
    found = Effect(purpose.id, None if drafts[0].inherits else drafts[0].allowed)
    said = index(drafts)
    for track in scene.tracks:
        words = [word_of(draft, scene.at) for draft in about(said, track.pk, scene.releases.get(track.pk, set()))]
        if words:
            place(scene, found, purpose, track, words)
    return found


def place(scene: Scene, found: Effect, purpose: Purpose, track: Track, words: Sequence[Word]) -> None:
    was = scene.before[track.pk]
    before = answer(scene.ask, was, purpose, scene.at)
    after = answer(scene.ask, with_words(was, scene.party, purpose.id, words), purpose, scene.at)
    if before is not after:
        found.changed[before, after].append(track)
    elif has_more_specific(was, scene.party, purpose.id, max(word.level for word in words)):
        found.kept.append(track)
    elif found.allowed and not after.says_yes:
        found.waiting.append(track)


Index = Mapping[tuple[str, int], list[Draft]]


def index(drafts: Iterable[Draft]) -> Index:
    found: dict[tuple[str, int], list[Draft]] = defaultdict(list)
    for draft in drafts:
        key = ("track", draft.track.pk) if draft.track else ("release", draft.release.pk) if draft.release else ("", 0)
        found[key].append(draft)
    return found


def about(said: Index, track: int, releases: Iterable[int]) -> list[Draft]:
    rows = [*said.get(("", 0), ()), *said.get(("track", track), ())]
    return rows + [draft for release in releases for draft in said.get(("release", release), ())]


def concerned(party: models.Party, drafts: Sequence[Draft]) -> list[Track]:
    """Of the works in which they hold something, those that the drafts speak of."""
    held = works_held(party)
    if all(draft.level != Level.ACCOUNT for draft in drafts):
        keys = {draft.track.pk for draft in drafts if draft.track}
        on = ReleaseTrack.objects.filter(release__in={draft.release.pk for draft in drafts if draft.release})
        held = held.filter(pk__in=keys | set(on.values_list("track", flat=True)))
    return list(held.order_by("title", "pk"))


def releases_of(tracks: Sequence[Track]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    keys = [track.pk for track in tracks]
    for track, release in ReleaseTrack.objects.filter(track__in=keys).values_list("track", "release"):
        found[track].add(release)
    return found


def with_words(work: Work, party: str, purpose: str, words: Sequence[Word]) -> Work:
    def hear(holding: Holding) -> Holding:
        return holding._replace(holder=said_more(holding.holder)) if holding.holder.uid == party else holding

    def said_more(holder: Holder) -> Holder:
        return holder._replace(words={**holder.words, purpose: (*holder.words.get(purpose, ()), *words)})

    return work._replace(holdings={role: tuple(map(hear, rows)) for role, rows in work.holdings.items()})


def has_more_specific(work: Work, party: str, purpose: str, level: FactLevel) -> bool:
    holders = (row.holder for rows in work.holdings.values() for row in rows)
    own = next((holder for holder in holders if holder.uid == party), None)
    if own is None:
        return False
    latest = {(word.level, word.target): word for word in own.words.get(purpose, ()) if word.level > level}
    return any(not word.inherits for word in latest.values())


def word_of(draft: Draft, at: int) -> Word:
    return Word(
        uid="",
        sequence=LAST,
        at=at,
        purpose=draft.purpose,
        allowed=draft.allowed,
        level=FactLevel(draft.level),
        target=str(draft.track.pk if draft.track else draft.release.pk if draft.release else ""),
        taker=draft.taker if draft.allowed else "",
        model=draft.model,
        version=draft.version,
        territories=frozenset(draft.territories),
        commercial=draft.commercial,
        since=draft.since,
        until=draft.until,
        signed=True,
        inherits=draft.inherits,
    )
