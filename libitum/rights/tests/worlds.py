"""Whole instances made at random from a seed: every kind of holder, word, term and misfortune, thick enough to meet."""

import random
from datetime import UTC, datetime, timedelta

from django.db import connection

from libitum.accounts.models import User
from libitum.catalog.models import Artist, Release, ReleaseTrack, Track
from libitum.media.models import Master
from libitum.media.models.master import Original
from libitum.rights import models
from libitum_verify.rights.facts import ANYBODY, INSTANCE, Use
from libitum_verify.rights.vocabulary import Class, Role, is_guarded, vocabulary

# A few seconds in which everything happens, so that every edge is hit.
START = 1_790_000_000
SPAN = 12
# All of one role, of each class, of several; and enough said about each for words to meet.
TALKED_OF = (
    "svc.identify",
    "disc.search",
    "ana.research",
    "train.analysis",
    "gen.train.voice",
    "gen.train.likeness",
    "gen.train.lyrics",
    "gen.train.recording",
    "share.dataset",
    "share.public",
)
TAKERS = (INSTANCE, "acme", "beta", "", ANYBODY)
MODELS = ("", "m1", "m2")
VERSIONS = ("", "1", "2")
TERRITORIES = ("", ",IT,", ",FR,IT,", ",,")
PAST = datetime(2026, 1, 1, tzinfo=UTC)


class World:
    def __init__(self, seed: int, works: int) -> None:
        self.draw = random.Random(seed)
        self.make_accounts(max(12, works // 8))
        self.make_terms()
        self.make_parties()
        self.make_works(works)
        self.make_matches()
        self.make_holdings()
        self.say()
        self.let_the_database_count()

    def let_the_database_count(self) -> None:
        """As an instance's does by itself: it may have counted these tables while they were still empty."""
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")

    def chance(self, probability: float) -> bool:
        return self.draw.random() < probability

    def second(self) -> int:
        return START + self.draw.randrange(SPAN)

    def moment(self) -> datetime:
        fraction = self.draw.choice((0, 1, 500_000, 999_999))
        return datetime.fromtimestamp(self.second(), UTC) + timedelta(microseconds=fraction)

    def make_accounts(self, number: int) -> None:
        self.users = User.objects.bulk_create(
            User(email=f"{n}@example.org", name=f"P{n}", is_adult=True, is_active=not self.chance(0.03))
            for n in range(number)
        )
        self.artists = Artist.objects.bulk_create(
            Artist(owner=user, name=f"A{n}", slug=f"a{n}", taken_down_at=PAST if self.chance(0.02) else None)
            for n, user in enumerate(self.users + self.users[: number // 3])
        )

    def make_terms(self) -> None:
        effective = sorted(self.second() for _ in range(5))
        if self.chance(0.3):
            self.draw.shuffle(effective)
        self.versions = models.TermsVersion.objects.bulk_create(
            models.TermsVersion(
                number=number * 2 + 1,
                clause=self.clause(),
                announced_at=None if number == len(effective) - 1 else PAST,
                effective_at=PAST if number == 0 else datetime.fromtimestamp(second, UTC),
            )
            for number, second in enumerate(effective)
        )

    def clause(self) -> dict[str, str]:
        """Mostly the list's own classes; sometimes wider, as far as terms may, or narrower, or silent."""
        clause = {}
        for purpose in vocabulary().purposes.values():
            starts_as = purpose.starts_as
            if self.chance(0.15):
                starts_as = self.draw.choice(list(Class))
                starts_as = max(starts_as, Class.O) if is_guarded(purpose.id) else starts_as
            if starts_as is not Class.X:
                clause[purpose.id] = starts_as.name
        return clause

    def make_parties(self) -> None:
        people: list[User | None] = [*self.users, *[None] * (len(self.users) // 10)]
        self.parties = models.Party.objects.bulk_create(
            models.Party(
                user=user,
                name=f"P{number}",
                is_adult=not self.chance(0.1),
                died_at=self.moment() if self.chance(0.1) else None,
            )
            for number, user in enumerate(people)
        )
        models.Successor.objects.bulk_create(
            models.Successor(party=party, evidence="seen", since=self.moment())
            for party in self.parties
            if self.chance(0.6 if party.died_at else 0.02)
        )
        models.Acceptance.objects.bulk_create(
            models.Acceptance(
                user=user, version=self.draw.choice(self.versions), language="en", how="page", at=self.moment()
            )
            for user in self.users
            for _ in range(self.draw.choice((0, 1, 1, 2, 3, 5)))
        )
        models.Acceptance.objects.bulk_create(
            models.Acceptance(user=user, version=self.versions[0], language="en", how="page", at=PAST)
            for user in self.users
            if self.chance(0.9)
        )

    def make_works(self, number: int) -> None:
        self.tracks = Track.objects.bulk_create(
            Track(
                artist=self.draw.choice(self.artists),
                title=f"T{n}",
                slug=f"t{n}",
                language=self.draw.choice(("zxx", "en", "")),
                taken_down_at=PAST if self.chance(0.03) else None,
            )
            for n in range(number)
        )
        self.releases = Release.objects.bulk_create(
            Release(artist=self.draw.choice(self.artists), title=f"R{n}", slug=f"r{n}") for n in range(number // 4)
        )
        ReleaseTrack.objects.bulk_create(
            ReleaseTrack(release=release, track=track, position=position)
            for track in self.tracks
            for position, release in enumerate(self.draw.sample(self.releases, self.draw.choice((0, 0, 1, 2, 3))))
        )
        originals = Original.objects.bulk_create(Original(sha256=f"{n:064x}", size=1) for n in range(number))
        Master.objects.bulk_create(
            Master(track=track, original=self.original(originals, place), current=self.chance(0.9))
            for place, track in enumerate(self.tracks)
        )
        models.Dispute.objects.bulk_create(
            models.Dispute(
                track=track,
                role=self.draw.choice(list(Role)),
                raised_by=self.parties[0],
                grounds="mine",
                closed_at=self.draw.choice((None, PAST)),
            )
            for track in self.tracks
            if self.chance(0.08)
        )

    def make_matches(self) -> None:
        """Some closed, some of works of one account, some of a pair that has the same original anyway."""
        pairs = [self.draw.sample(self.tracks, 2) for _ in range(len(self.tracks) // 12)]
        once = {frozenset((one.pk, other.pk)): (one, other) for one, other in pairs}
        models.Match.objects.bulk_create(
            models.Match(
                track=one,
                other=other,
                found_by=self.draw.choice(list(models.FoundBy)),
                closed_at=self.draw.choice((None, None, PAST)),
            )
            for one, other in once.values()
        )

    def original(self, originals: list[Original], place: int) -> Original:
        """Sometimes that of another work."""
        return originals[self.draw.randrange(len(originals)) if self.chance(0.2) else place]

    def make_holdings(self) -> None:
        by_user = {party.user_id: party for party in self.parties if party.user_id}
        holdings = {}
        for track in self.tracks:
            owner = by_user[track.artist.owner_id]
            for role in Role:
                if role is Role.LYRICS and track.language == "zxx" and self.chance(0.9):
                    continue
                held_by = [owner] if self.chance(0.97) else []
                if self.chance(0.12):
                    held_by.append(self.draw.choice(self.parties))
                for party in held_by:
                    holdings[track.pk, role, party.pk] = self.holding(track, party, role)
        models.Holding.objects.bulk_create(self.draw.sample(list(holdings.values()), len(holdings)))

    def holding(self, track: Track, party: models.Party, role: Role) -> models.Holding:
        weights = (90, 4, 2, 4)
        standing = self.draw.choices(("confirmed", "invited", "declined", "curator"), weights)[0]
        society = "SIAE" if self.chance(0.08) else ""
        return models.Holding(
            track=track,
            party=party,
            role=role,
            standing=standing,
            society=society,
            mandate_at=PAST if self.chance(0.5) else None,
        )

    def say(self) -> None:
        statements = models.Statement.objects.bulk_create(
            models.Statement(party=party, body=b"{}") for party in self.parties
        )
        words = []
        for statement in statements:
            words += [self.broad_grant(statement, p) for p in TALKED_OF if self.chance(0.75)]
            words += [self.word(statement) for _ in range(self.draw.choice((0, 0, 5, 10)))]
        for track in self.tracks:
            # By whoever has to do with it, mostly.
            mine = [statements[self.parties.index(h.party)] for h in track.holdings.select_related("party")]
            words += [
                self.word(self.draw.choice(mine or statements), track) for _ in range(self.draw.choice((0, 0, 1, 3, 6)))
            ]
        self.draw.shuffle(words)
        models.Word.objects.bulk_create(words)

    def broad_grant(self, statement: models.Statement, purpose: str) -> models.Word:
        return models.Word(
            party=statement.party,
            statement=statement,
            purpose=purpose,
            allowed=True,
            level=0,
            taker=self.draw.choice((INSTANCE, INSTANCE, "acme", ANYBODY)),
            at=START - 1,
            signed=not self.chance(0.03),
        )

    def word(self, statement: models.Statement, about: Track | None = None) -> models.Word:
        allowed = self.chance(0.6)
        level = self.draw.randrange(3)
        release = track = None
        if level == 2 or (level == 1 and self.chance(0.05)):
            track = about or self.draw.choice(self.tracks)
        if level == 1 or (level == 2 and self.chance(0.05)):
            of_track = [row.release for row in about.release_tracks.all()] if about else []
            release = self.draw.choice(of_track or self.releases)
        plain = self.chance(0.5)
        inherits = not allowed and level > 0 and self.chance(0.5)
        return models.Word(
            party=statement.party,
            statement=statement,
            purpose=self.draw.choice(TALKED_OF),
            allowed=allowed,
            level=level,
            track=track,
            release=release if not self.chance(0.03) or level != 1 else None,
            taker=self.draw.choice(TAKERS[:3] if plain else TAKERS),
            model="" if plain else self.draw.choice(MODELS),
            version="" if plain else self.draw.choice(VERSIONS),
            territories=self.draw.choice(TERRITORIES) if self.chance(0.4) else "",
            commercial=self.chance(0.6),
            at=self.second(),
            since=self.second() + SPAN // 2 if self.chance(0.25) else None,
            until=self.second() if self.chance(0.2) else None,
            signed=self.chance(0.5 if inherits else 0.9),
            inherits=inherits,
        )

    def question(self, number: int) -> tuple[Use, int]:
        """Every tenth is about something that little was said about, or that there is not."""
        purpose = TALKED_OF[number % len(TALKED_OF)]
        if number % 10 == number // 10 % 10:
            purpose = ("listen.history", "no.such", *vocabulary().purposes)[number // 10 % (len(vocabulary().purposes))]
        use = Use(
            purpose=purpose,
            taker=self.draw.choices(TAKERS, (6, 2, 1, 1, 1))[0],
            model=self.draw.choice(MODELS),
            version=self.draw.choice(VERSIONS),
            territory=self.draw.choice(("FR", "FR", "DE", "")),
            commercial=self.chance(0.4),
        )
        if number % 20 == 7:
            use = self.odd(use)
        return use, self.second() if self.chance(0.8) else START + SPAN * self.draw.randrange(-1, 3)

    def odd(self, use: Use) -> Use:
        """Something that nobody should ask."""
        return self.draw.choice(
            (use._replace(model="a\0b"), use._replace(territory="FR,IT"), use._replace(taker="\ud800"))
        )
