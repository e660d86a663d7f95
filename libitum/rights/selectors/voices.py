"""What one holder says, at one level: for everything, for a release, for a work. Others' words play no part in it."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from libitum.catalog.models import Release, ReleaseTrack, Track
from libitum.rights import models
from libitum.rights.models.holding import Standing
from libitum.rights.models.word import Level
from libitum_verify.rights.facts import Holding, Work
from libitum_verify.rights.resolver import Resolver
from libitum_verify.rights.vocabulary import Class, Purpose, Role, Subject, vocabulary

from .facts import acceptances_of, holder_of
from .marks import Answer, answer
from .resolving import resolver


@dataclass(frozen=True, slots=True)
class Voice:
    """On one purpose. `own`: what was said at this very level, None where it follows what is said above.

    `in_terms`: whether the terms that were accepted know the purpose at all.
    """

    purpose: Purpose
    answer: Answer
    own: bool | None
    since: datetime | None
    in_terms: bool

    @property
    def says_yes(self) -> bool:
        return self.answer.says_yes


def voices(party: models.Party, *, track: Track | None = None, release: Release | None = None) -> dict[str, Voice]:
    """By purpose, of everything that is about works. A constant number of queries."""
    rows = words_about(party, track, release)
    accepted = acceptances_of([party.user_id]) if party.user_id else {}
    accepted_of = accepted.get(party.user_id or 0, ())
    alone = Alone(resolver(), Holding(holder_of(party, rows, accepted_of)), int(time.time()))
    level = Level.TRACK if track else Level.RELEASE if release else Level.ACCOUNT
    latest = {row.purpose: row for row in rows if row.level == level}
    own = {purpose: row for purpose, row in latest.items() if not row.inherits}
    started = moment(accepted_of[0][0]) if accepted_of else None
    return {purpose.id: alone.voice(purpose, own.get(purpose.id), started) for purpose in vocabulary().of(Subject.WORK)}


@dataclass(frozen=True, slots=True)
class Alone:
    """One holder as if they held everything."""

    ask: Resolver
    holding: Holding
    at: int

    def voice(self, purpose: Purpose, said: models.Word | None, started: datetime | None) -> Voice:
        """`said`: their latest word at the level in question; `started`: when they accepted any terms."""
        work = Work(uid="", holdings=dict.fromkeys(Role, (self.holding,)))
        starts_as = self.ask.terms.class_of(self.holding.holder.accepted, purpose.id, self.at)[0]
        since = moment(said.at) if said else started if starts_as is Class.D else None
        found = answer(self.ask, work, purpose, self.at)
        return Voice(purpose, found, said.allowed if said else None, since, starts_as is not Class.X)


def words_about(party: models.Party, track: Track | None, release: Release | None) -> list[models.Word]:
    about = Q(level=Level.ACCOUNT)
    if track is not None:
        about |= Q(track=track) | Q(release__in=ReleaseTrack.objects.filter(track=track).values("release"))
    if release is not None:
        about |= Q(release=release)
    return list(models.Word.objects.filter(about, party=party).order_by("pk"))


def moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def works_held(party: models.Party) -> "QuerySet[Track]":
    """In which somebody holds a right, or may: what they said is not theirs is left out."""
    held = models.Holding.objects.filter(party=party).exclude(standing=Standing.DECLINED)
    return Track.objects.filter(pk__in=held.values("track")).select_related("artist", "artwork")


def has_published(works: "QuerySet[Track]") -> bool:
    return Track.objects.listed().filter(pk__in=works.values("pk")).exists()


def own_settings(party: models.Party) -> Mapping[str, tuple[int, int]]:
    """By purpose: how many releases and tracks have a setting of their own."""
    rows = settings_of(party).values_list("purpose").order_by()
    counted = rows.annotate(releases=Count("release", distinct=True), tracks=Count("track", distinct=True))
    return {purpose: (releases, tracks) for purpose, releases, tracks in counted}


def specific_words(party: models.Party, purposes: Sequence[str]) -> list[models.Word]:
    """The latest of each release and each track on each of these purposes, of works that are still there."""
    return list(settings_of(party).filter(purpose__in=purposes).select_related("track", "release").order_by("pk"))


def settings_of(party: models.Party) -> "QuerySet[models.Word]":
    """The newest word of each release and work on each purpose, unless it returns it to what stands above; of works
    since deleted there is nothing to set.
    """
    of_track = Q(track=OuterRef("track"), track__isnull=False, level=Level.TRACK)
    of_release = Q(release=OuterRef("release"), release__isnull=False, level=Level.RELEASE)
    later = models.Word.objects.filter(
        of_track | of_release, party=party, purpose=OuterRef("purpose"), level=OuterRef("level"), pk__gt=OuterRef("pk")
    )
    there = Q(level=Level.TRACK, track__isnull=False) | Q(level=Level.RELEASE, release__isnull=False)
    return models.Word.objects.filter(there, party=party, inherits=False).exclude(Exists(later))
