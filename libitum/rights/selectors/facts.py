"""What the resolver needs to know, read in a constant number of queries however many works are asked about."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from operator import attrgetter

from django.db.models import F, Prefetch, Q

from libitum.catalog.data import INSTRUMENTAL
from libitum.catalog.models import ReleaseTrack, Track
from libitum.media.models import Master
from libitum.rights import models
from libitum_verify.rights.facts import Holder, Holding, Level, Standing, Word, Work
from libitum_verify.rights.vocabulary import Role

from .matches import Pairs, open_pairs

LYRICS_ONLY = frozenset({Role.LYRICS})


def seconds(moment: datetime | None) -> int | None:
    return None if moment is None else int(moment.timestamp())


def works(tracks: Sequence[Track]) -> dict[int, Work]:
    """Facts by the track's key."""
    twins = twins_of(tracks)
    strangers = {twin for others in twins.values() for twin in others}
    every = list(with_holdings([track.pk for track in tracks] + list(strangers)))
    plain = plain_works(every)
    return {
        track.pk: plain[track.pk]._replace(twins=tuple(plain[twin] for twin in sorted(twins.get(track.pk, ()))))
        for track in tracks
    }


def work(track: Track) -> Work:
    return works([track])[track.pk]


def with_holdings(keys: Iterable[int]) -> Iterable[Track]:
    parties = models.Party.objects.select_related("succession")
    holdings = models.Holding.objects.prefetch_related(Prefetch("party", parties)).order_by("pk")
    disputes = models.Dispute.objects.filter(closed_at=None)
    return (
        Track.objects.filter(pk__in=set(keys))
        .select_related("artist__owner")
        .prefetch_related(Prefetch("holdings", holdings), Prefetch("disputes", disputes, to_attr="open_disputes"))
    )


def plain_works(tracks: Sequence[Track]) -> dict[int, Work]:
    """Without twins."""
    keys = [track.pk for track in tracks]
    parties = {holding.party for track in tracks for holding in track.holdings.all()}
    releases = releases_of(keys)
    words = words_of([party.pk for party in parties], keys, {r for of_track in releases.values() for r in of_track})
    accepted = acceptances_of([party.user_id for party in parties if party.user_id])
    return {track.pk: work_of(track, words, accepted, releases[track.pk]) for track in tracks}


def work_of(
    track: Track,
    words: Mapping[int, "Said"],
    accepted: Mapping[int, tuple[tuple[int, int], ...]],
    releases: set[int],
) -> Work:
    holdings: dict[Role, list[Holding]] = defaultdict(list)
    holders: dict[int, Holder] = {}
    for row in track.holdings.all():
        party = row.party
        if party.pk not in holders:
            own = words[party.pk].about(track.pk, releases) if party.pk in words else ()
            holders[party.pk] = holder_of(party, own, accepted.get(party.user_id or 0, ()))
        holding = Holding(
            holders[party.pk], Standing(row.standing), mandate_missing=bool(row.society) and row.mandate_at is None
        )
        holdings[Role(row.role)].append(holding)
    return Work(
        uid=track.uid,
        holdings={role: tuple(rows) for role, rows in holdings.items()},
        without=LYRICS_ONLY if track.language == INSTRUMENTAL else frozenset(),
        taken_down=is_down(track),
        disputed=bool(getattr(track, "open_disputes", ())),
    )


def is_down(track: Track) -> bool:
    return bool(track.taken_down_at or track.artist.taken_down_at or not track.artist.owner.is_active)


class Said:
    """All that one party said, by what it is about: of thousands of words few concern a work."""

    def __init__(self) -> None:
        self.of_everything: list[models.Word] = []
        self.of_tracks: dict[int, list[models.Word]] = defaultdict(list)
        self.of_releases: dict[int, list[models.Word]] = defaultdict(list)

    def add(self, word: models.Word) -> None:
        if word.level == Level.ACCOUNT:
            self.of_everything.append(word)
        elif word.level == Level.TRACK and word.track_id:
            self.of_tracks[word.track_id].append(word)
        elif word.level == Level.RELEASE and word.release_id:
            self.of_releases[word.release_id].append(word)

    def about(self, track: int, releases: Iterable[int]) -> list[models.Word]:
        """In the order in which it was said."""
        found = [*self.of_everything, *self.of_tracks.get(track, ())]
        for release in releases:
            found += self.of_releases.get(release, ())
        return sorted(found, key=attrgetter("pk"))


def holder_of(party: models.Party, words: Iterable[models.Word], accepted: tuple[tuple[int, int], ...]) -> Holder:
    by_purpose: dict[str, list[Word]] = defaultdict(list)
    for word in words:
        by_purpose[word.purpose].append(word_of(word))
    succession = getattr(party, "succession", None)
    return Holder(
        uid=party.uid,
        adult=party.is_adult,
        accepted=accepted,
        words={purpose: tuple(said) for purpose, said in by_purpose.items()},
        died_at=seconds(party.died_at),
        succeeded_at=seconds(succession.since) if succession else None,
    )


def word_of(row: models.Word) -> Word:
    return Word(
        uid=row.uid,
        sequence=row.pk,
        at=row.at,
        purpose=row.purpose,
        allowed=row.allowed,
        level=Level(row.level),
        target=str((row.track_id if row.level == Level.TRACK else row.release_id) or ""),
        taker=row.taker,
        model=row.model,
        version=row.version,
        # A list without a country in it is not everywhere, but nowhere.
        territories=frozenset(row.territories.strip(",").split(",")) if row.territories else frozenset(),
        commercial=row.commercial,
        since=row.since,
        until=row.until,
        signed=row.signed,
        inherits=row.inherits,
    )


def words_of(parties: Sequence[int], tracks: Sequence[int], releases: set[int]) -> dict[int, Said]:
    """By party."""
    about = Q(level=Level.ACCOUNT) | Q(track__in=tracks) | Q(release__in=releases)
    found: dict[int, Said] = defaultdict(Said)
    for word in models.Word.objects.filter(about, party__in=parties).order_by("pk"):
        found[word.party_id].add(word)
    return found


def acceptances_of(users: Sequence[int]) -> dict[int, tuple[tuple[int, int], ...]]:
    """By account: (instant, number of the version), in the order of time."""
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    rows = models.Acceptance.objects.filter(user__in=users).order_by("at", "pk")
    for user, at, number in rows.values_list("user", "at", "version__number"):
        found[user].append((int(at.timestamp()), number))
    return {user: tuple(accepted) for user, accepted in found.items()}


def releases_of(tracks: Sequence[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for track, release in ReleaseTrack.objects.filter(track__in=tracks).values_list("track", "release"):
        found[track].add(release)
    return found


def twins_of(tracks: Sequence[Track]) -> dict[int, set[int]]:
    """Works of other accounts that are the same recording, or may be as long as a match of the two is open."""
    keys = [track.pk for track in tracks]
    return by_track(same_originals(keys).union(*open_pairs(keys)))


def same_original(tracks: Sequence[Track]) -> dict[int, set[int]]:
    """Works of other accounts whose original is the same to the byte."""
    return by_track(same_originals([track.pk for track in tracks]))


def same_originals(keys: Sequence[int]) -> Pairs:
    others = (
        Master.objects.filter(track__in=keys, current=True)
        .annotate(
            owner=F("track__artist__owner"),
            other=F("original__masters__track"),
            other_owner=F("original__masters__track__artist__owner"),
            other_is_current=F("original__masters__current"),
        )
        .filter(other_is_current=True)
        .exclude(other_owner=F("owner"))
    )
    return others.values_list("track", "other")


def by_track(pairs: Iterable[tuple[int, int]]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for track, other in pairs:
        found[track].add(other)
    return found
