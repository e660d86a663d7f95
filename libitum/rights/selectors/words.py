"""What somebody's words say now, and which works they may speak about."""

from collections.abc import Collection

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from libitum.catalog.models import Release, ReleaseTrack, Track
from libitum.rights.models import Holding, Party, Word
from libitum.rights.models.holding import Standing
from libitum.rights.models.word import Level


def current_words(party: Party | None) -> QuerySet[Word]:
    """Those that no later word of the same person about the same thing has replaced; `said_at` is their time.

    A refusal for all takes the place of every grant at its level, whoever that was for. So does a return to what stands
    above, which then leaves nothing.
    """
    same_work = Q(level=Level.ACCOUNT) | Q(track=OuterRef("track")) | Q(release=OuterRef("release"))
    same_use = Q(taker=OuterRef("taker"), model=OuterRef("model"), version=OuterRef("version"))
    for_all = Q(allowed=False, taker="", model="", version="", since=None, until=None)
    later = Word.objects.filter(
        same_work,
        same_use | for_all,
        party=OuterRef("party"),
        purpose=OuterRef("purpose"),
        level=OuterRef("level"),
        pk__gt=OuterRef("pk"),
    )
    words = Word.objects.filter(~Exists(later), party=party, inherits=False).annotate(said_at=F("statement__at"))
    return words.select_related("track", "release", "statement")


def tracks_held(party: Party, uids: Collection[str]) -> dict[str, Track]:
    """Those of them in which the party has a part, by uid."""
    held = Holding.objects.filter(party=party).exclude(standing=Standing.DECLINED).values("track")
    return {track.uid: track for track in Track.objects.filter(uid__in=uids, pk__in=held)}


def releases_held(party: Party, uids: Collection[str]) -> dict[str, Release]:
    """The party's own, and those with a work in which it has a part."""
    held = Holding.objects.filter(party=party).exclude(standing=Standing.DECLINED).values("track")
    theirs = Q(artist__owner=party.user_id) if party.user_id else Q(pk=None)
    with_part = Q(pk__in=ReleaseTrack.objects.filter(track__in=held).values("release"))
    rows = Release.objects.filter(theirs | with_part, uid__in=uids).select_related("artist")
    return {release.uid: release for release in rows}
