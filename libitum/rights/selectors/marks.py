"""What AI may do with a work, as everybody may know it: one mark, one sentence, and an answer for each purpose.

Never who refused, or why: an answer has no more than three values.
"""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import product

from django.db.models import Exists, OuterRef
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from libitum.catalog.models import Track
from libitum.rights import models
from libitum_verify.rights.facts import ANYBODY, INSTANCE, Use, Work
from libitum_verify.rights.resolver import Resolver
from libitum_verify.rights.vocabulary import Class, Group, Purpose, Subject, vocabulary

from .facts import works
from .resolving import resolver

Words = str | Promise


class Answer(StrEnum):
    ALLOWED = "allowed"
    LIMITED = "limited"
    """Not to everybody for everything: within the limits of who gave it."""
    REFUSED = "refused"

    @property
    def says_yes(self) -> bool:
        return self is not Answer.REFUSED


TO_ANYBODY = "share.public"
GENERATIVE = tuple(p.id for p in vocabulary().of(Subject.WORK) if p.group in (Group.GENERATIVE, Group.SHARING))
FINDING = tuple(p.id for p in vocabulary().of(Subject.WORK) if p.group is Group.DISCOVERY)
STUDYING = ("ana.research", "train.analysis")


@dataclass(frozen=True, slots=True)
class Mark:
    """`answers`: by purpose, for every purpose that is about works."""

    answers: Mapping[str, Answer]

    @property
    def is_open(self) -> bool:
        """To anything generative, be it within limits."""
        return self.any_of(GENERATIVE)

    def any_of(self, purposes: Iterable[str]) -> bool:
        return any(self.answers[purpose].says_yes for purpose in purposes)

    @property
    def sentence(self) -> Words:
        if self.is_open:
            return self.sentence_of_open()
        if self.any_of(STUDYING):
            if self.any_of(FINDING):
                return _("Closed to generative AI. AI may help people to find it, and learn to listen from it.")
            return _("Closed to generative AI. AI may learn to listen from it.")
        if self.any_of(FINDING):
            return _("Closed to generative AI. AI may help people to find it, and nothing else.")
        return _("Closed to AI: it is played to people, and nothing else.")

    def sentence_of_open(self) -> Words:
        if self.answers[TO_ANYBODY].says_yes:
            return _("Open to everybody who wants to train on it, for good.")
        learns = self.any_of(p for p in GENERATIVE if p.startswith("gen.train."))
        makes = self.any_of(p for p in GENERATIVE if p.startswith("gen.input."))
        if learns and makes:
            return _("Open to some generative AI: it may learn from it and make new things with it.")
        if learns:
            return _("Open to some generative AI: it may learn from it.")
        if makes:
            return _("Open to some generative AI: it may make new things with it.")
        return _("It may be handed to somebody named in an agreement.")


def marks(tracks: Sequence[Track]) -> dict[int, Mark]:
    """By the track's key, in a constant number of queries."""
    ask, at = resolver(), int(time.time())
    return {key: mark_from(ask, work, at) for key, work in works(tracks).items()}


def mark_of(track: Track) -> Mark:
    return marks([track])[track.pk]


def mark_from(ask: Resolver, work: Work, at: int) -> Mark:
    return Mark({purpose.id: answer(ask, work, purpose, at) for purpose in vocabulary().of(Subject.WORK)})


def answer(ask: Resolver, work: Work, purpose: Purpose, at: int) -> Answer:
    """The widest use of the kind decides; what was given within limits is tried within them."""
    widest = Use(purpose.id, ANYBODY if purpose.id == TO_ANYBODY else INSTANCE)
    if ask.may_use(work, widest, at).allowed:
        return Answer.ALLOWED
    if purpose.starts_as < Class.O:
        return Answer.REFUSED
    tried = (ask.may_use(work, use, at).allowed for use in within_limits(work, purpose))
    return Answer.LIMITED if any(tried) else Answer.REFUSED


def within_limits(work: Work, purpose: Purpose) -> Iterator[Use]:
    """The narrowest uses that the holders' own words name: what none of these is, nobody has given."""
    holders = {row.holder.uid: row.holder for role in purpose.roles for row in work.holdings.get(role, ())}
    given = [word for each in holders.values() for word in each.words.get(purpose.id, ()) if word.allowed]
    takers = {word.taker for word in given}
    models_ = {(word.model, word.version) for word in given}
    territories = {place for word in given for place in word.territories} or {""}
    for taker, (model, version), territory in product(takers, models_, territories):
        yield Use(purpose.id, taker, model=model, version=version, territory=territory, commercial=False)


def with_marks(tracks: list[Track]) -> list[Track]:
    """Each row gets `is_open_to_ai`: one query more where nobody has opted in, else a constant number.

    Without the signed word of a holder nothing generative is ever allowed, so only such works are decided at all.
    """
    given = models.Word.objects.filter(party=OuterRef("party"), purpose__in=GENERATIVE, allowed=True, signed=True)
    keys = [track.pk for track in tracks]
    holdings = models.Holding.objects.filter(track__in=keys).filter(Exists(given))
    candidates = set(holdings.values_list("track", flat=True)) if keys else set()
    decided = marks([track for track in tracks if track.pk in candidates]) if candidates else {}
    for track in tracks:
        track.is_open_to_ai = track.pk in decided and decided[track.pk].is_open  # type: ignore[attr-defined]
    return tracks
