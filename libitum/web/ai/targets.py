"""What a desk is about: everything, a release, a work, or a choice of works."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest
from django.urls import reverse

from libitum.catalog.models import Release, Track
from libitum.catalog.selectors.desk import my_release
from libitum.rights.models import Party
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

    @property
    def is_account(self) -> bool:
        return not self.tracks and self.release is None and not self.is_selection

    @property
    def track(self) -> Track | None:
        return self.tracks[0] if self.tracks and not self.is_selection else None

    @property
    def url(self) -> str:
        if self.is_selection:
            return reverse("ai-bulk")
        if self.track:
            return reverse("ai-track", args=[self.track.uid])
        return reverse("ai-release", args=[self.release.uid]) if self.release else reverse("ai-desk")

    @property
    def back(self) -> str:
        return reverse("ai-works") if self.is_selection else self.url

    @property
    def digest(self) -> str:
        """Of the choice of works, so that nothing is recorded for another choice than was shown."""
        if not self.is_selection:
            return ""
        return hashlib.sha256(" ".join(sorted(track.uid for track in self.tracks)).encode()).hexdigest()

    def voices(self) -> dict[str, Voice]:
        return voices(self.party, track=self.track, release=self.release)

    def drafts(self, choices: Choices, limits: Limits, *, exceptions: bool) -> list[Draft]:
        releases = [self.release] if self.release else []
        drafts = drafts_of(choices, tracks=self.tracks, releases=releases, limits=limits)
        if exceptions and self.is_account:
            drafts += drafts_for_exceptions(self.party, choices, limits)
        return drafts


def whole_account(request: HttpRequest) -> Target:
    return Target(party_of(signed_in(request)))


def one_track(request: HttpRequest, uid: str) -> Target:
    """Of works in which one holds nothing there is nothing to say here."""
    party = party_of(signed_in(request))
    track = works_held(party).filter(uid=uid).first()
    if track is None:
        raise Http404
    return Target(party, tracks=[track])


def one_release(request: HttpRequest, uid: str) -> Target:
    user = signed_in(request)
    release = my_release(user, uid)
    if release is None:
        raise Http404
    return Target(party_of(user), release=release)


def chosen_tracks(request: HttpRequest, uids: Sequence[str]) -> Target:
    party = party_of(signed_in(request))
    tracks = list(works_held(party).filter(uid__in=uids).order_by("title", "pk"))
    return Target(party, tracks=tracks, is_selection=True)
