"""What a desk is about: everything, a release, a work, or a choice of works."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.urls import reverse

from libitum.accounts.models import User
from libitum.catalog.models import Release, Track
from libitum.catalog.selectors.desk import my_release
from libitum.rights.models import Party
from libitum.rights.selectors.holders import spoken_for_by
from libitum.rights.selectors.voices import Voice, voices, works_held
from libitum.rights.services.choices import Choices, Limits, drafts_for_exceptions, drafts_of
from libitum.rights.services.parties import party_of
from libitum.rights.services.statements import Draft
from libitum.web.people import signed_in


@dataclass(frozen=True, slots=True)
class Target:
    party: Party
    tracks: Sequence[Track] = ()
    release: Release | None = None
    is_selection: bool = False
    speaker: User | None = None

    @property
    def is_account(self) -> bool:
        return not self.tracks and self.release is None and not self.is_selection

    @property
    def track(self) -> Track | None:
        return self.tracks[0] if self.tracks and not self.is_selection else None

    @property
    def is_for_somebody_else(self) -> bool:
        return bool(self.for_query)

    @property
    def for_query(self) -> str:
        """What addresses go on with, so that it stays clear for whom somebody speaks."""
        return for_query(self.party, self.speaker)

    @property
    def url(self) -> str:
        return self.path + self.for_query

    @property
    def path(self) -> str:
        if self.is_selection:
            return reverse("ai-bulk")
        if self.track:
            return reverse("ai-track", args=[self.track.uid])
        return reverse("ai-release", args=[self.release.uid]) if self.release else reverse("ai-desk")

    @property
    def back(self) -> str:
        return reverse("ai-works") + self.for_query if self.is_selection else self.url

    @property
    def digest(self) -> str:
        """Of the choice of works, so that nothing is recorded for another choice than was shown."""
        if not self.is_selection:
            return ""
        return hashlib.sha256(" ".join(sorted(track.uid for track in self.tracks)).encode()).hexdigest()

    def works(self) -> "QuerySet[Track]":
        held = works_held(self.party)
        if self.release:
            return held.filter(release_tracks__release=self.release)
        return held if self.is_account else held.filter(pk__in=[track.pk for track in self.tracks])

    def voices(self) -> dict[str, Voice]:
        return voices(self.party, track=self.track, release=self.release)

    def drafts(self, choices: Choices, limits: Limits, *, exceptions: bool) -> list[Draft]:
        releases = [self.release] if self.release else []
        drafts = drafts_of(choices, tracks=self.tracks, releases=releases, limits=limits)
        if exceptions and self.is_account:
            drafts += drafts_for_exceptions(self.party, choices, limits)
        return drafts


def who_speaks(request: HttpRequest) -> Party:
    """Oneself, or somebody who has died and whose successor one is (`?for=`)."""
    user = signed_in(request)
    uid = request.GET.get("for", "")
    if not uid:
        return party_of(user)
    successor = spoken_for_by(user).filter(party__uid=uid).first()
    if successor is None:
        raise Http404
    return successor.party


def for_query(party: Party, speaker: User | None) -> str:
    return f"?for={party.uid}" if speaker is not None and party.user_id != speaker.pk else ""


def speaking(request: HttpRequest, party: Party) -> dict[str, str]:
    """For the pages' frame: `speaking_for` is the name of who has died, empty where somebody speaks for themselves."""
    query = for_query(party, signed_in(request))
    return {"for_query": query, "speaking_for": party.name if query else "", "for_uid": party.uid if query else ""}


def whole_account(request: HttpRequest) -> Target:
    return Target(who_speaks(request), speaker=signed_in(request))


def one_track(request: HttpRequest, uid: str) -> Target:
    """Of works in which one holds nothing there is nothing to say here."""
    party = who_speaks(request)
    track = works_held(party).filter(uid=uid).first()
    if track is None:
        raise Http404
    return Target(party, tracks=[track], speaker=signed_in(request))


def one_release(request: HttpRequest, uid: str) -> Target:
    party = who_speaks(request)
    release = my_release(party.user, uid) if party.user else None
    if release is None:
        raise Http404
    return Target(party, release=release, speaker=signed_in(request))


def chosen_tracks(request: HttpRequest, uids: Sequence[str]) -> Target:
    party = who_speaks(request)
    tracks = list(works_held(party).filter(uid__in=uids).order_by("title", "pk"))
    return Target(party, tracks=tracks, is_selection=True, speaker=signed_in(request))
