"""Facts made at random: everything happens within a few seconds, among a few names, so that edges and words meet."""

from collections.abc import Sequence
from random import Random

from libitum_verify.rights.facts import ANYBODY, INSTANCE, Holder, Holding, Level, Standing, Use, Word, Work
from libitum_verify.rights.terms import Terms, Version
from libitum_verify.rights.vocabulary import Class, Role, is_guarded, vocabulary

SPAN = 12
TAKERS = (INSTANCE, "acme", "beta", "", ANYBODY)
MODELS = ("", "m1", "m2")
VERSIONS = ("", "1", "2")
RELEASES = ("r1", "r2", "r3")
# Of each class and of one, two and four roles.
TALKED_OF = (
    "svc.identify",
    "disc.search",
    "ana.research",
    "gen.train.likeness",
    "gen.train.lyrics",
    "gen.train.recording",
    "gen.input.voice",
    "share.dataset",
    "share.public",
)


def some_terms(draw: Random) -> Terms:
    """Mostly with the list's own classes; the odd one is wider, as far as terms may be, or narrower, or silent."""
    return Terms(tuple(Version(2 * n + 1, draw.randrange(-1, SPAN), clause(draw)) for n in range(draw.randrange(1, 4))))


def clause(draw: Random) -> dict[str, Class]:
    found: dict[str, Class] = {}
    for purpose in TALKED_OF:
        starts_as = vocabulary().purposes[purpose].starts_as
        if draw.random() < 0.2:
            starts_as = draw.choice(list(Class))
        starts_as = max(starts_as, Class.O) if is_guarded(purpose) else starts_as
        if starts_as is not Class.X:
            found[purpose] = starts_as
    return found


def some_word(draw: Random, purpose: str, sequence: int) -> Word:
    plain = draw.random() < 0.5
    level = draw.choice(list(Level))
    allowed = draw.random() < 0.7
    inherits = not allowed and level is not Level.ACCOUNT and draw.random() < 0.5
    return Word(
        uid=f"w{draw.getrandbits(40)}",
        sequence=sequence,
        at=draw.randrange(SPAN),
        purpose=purpose,
        allowed=allowed,
        level=level,
        target=draw.choice(RELEASES) if level is Level.RELEASE else "",
        taker=draw.choice(TAKERS[:2] if plain else TAKERS),
        model="" if plain else draw.choice(MODELS),
        version="" if plain else draw.choice(VERSIONS),
        territories=frozenset(draw.choice(((), (), (), ("FR",), ("FR", "IT")))),
        commercial=draw.random() < 0.8,
        since=draw.randrange(SPAN) if draw.random() < 0.15 else None,
        until=draw.randrange(SPAN) if draw.random() < 0.15 else None,
        signed=draw.random() < (0.5 if inherits else 0.9),
        inherits=inherits,
    )


def broad_grant(draw: Random, purpose: str, sequence: int) -> Word:
    taker = draw.choice((INSTANCE, INSTANCE, "acme", ANYBODY))
    return Word(f"w{draw.getrandbits(40)}", sequence, -1, purpose, allowed=True, taker=taker, signed=True)


def some_holder(draw: Random, name: str) -> Holder:
    words = {}
    for purpose in TALKED_OF:
        said = [some_word(draw, purpose, n + 1) for n in range(draw.choice((0, 0, 1, 2, 4)))]
        if draw.random() < 0.7:
            said.append(broad_grant(draw, purpose, 0))
        draw.shuffle(said)
        words[purpose] = tuple(said)
    accepted = sorted((draw.randrange(SPAN), draw.choice((1, 1, 3, 5))) for _ in range(draw.choice((0, 0, 1, 2))))
    if draw.random() < 0.9:
        accepted.insert(0, (-1, 1))
    return Holder(
        uid=name,
        adult=draw.random() < 0.9,
        accepted=tuple(accepted),
        words=words,
        died_at=draw.randrange(SPAN) if draw.random() < 0.15 else None,
        succeeded_at=draw.randrange(SPAN) if draw.random() < 0.15 else None,
    )


def some_holding(draw: Random, holder: Holder) -> Holding:
    standing = draw.choices(list(Standing), (92, 3, 2, 3))[0]
    return Holding(holder, standing, mandate_missing=draw.random() < 0.04)


def some_work(draw: Random, name: str = "w", *, twins: bool = True) -> Work:
    people = [some_holder(draw, f"{name}-{number}") for number in range(draw.choice((1, 1, 1, 2, 3)))]
    holdings = {}
    for role in Role:
        held_by = [people[0]] if draw.random() < 0.97 else []
        held_by += [person for person in people[1:] if draw.random() < 0.4]
        if role is Role.LYRICS and draw.random() < 0.3:
            held_by = []
        holdings[role] = tuple(some_holding(draw, person) for person in held_by)
    return Work(
        uid=name,
        holdings=holdings,
        without=frozenset({Role.LYRICS}) if draw.random() < 0.4 else frozenset(),
        taken_down=draw.random() < 0.04,
        disputed=draw.random() < 0.05,
        matched=draw.random() < 0.05,
        twins=(some_work(draw, f"{name}t", twins=False),) if twins and draw.random() < 0.1 else (),
    )


def some_use(draw: Random, purposes: Sequence[str] = TALKED_OF) -> Use:
    purpose = draw.choice(purposes) if draw.random() < 0.95 else draw.choice(("listen.history", "no.such", ""))
    return Use(
        purpose=purpose,
        taker=draw.choices(TAKERS, (6, 3, 1, 1, 1))[0],
        model=draw.choice(MODELS),
        version=draw.choice(VERSIONS),
        territory=draw.choice(("FR", "FR", "IT", "DE", "")),
        commercial=draw.random() < 0.4,
    )


def some_instant(draw: Random) -> int:
    return draw.randrange(SPAN + 1)
