"""What a decision rests on. Plain values, so that a database, a receipt or a test can give them alike.

Instants are whole seconds since 1970, UTC. Named tuples rather than dataclasses: a decision on a million works makes
and reads many of them.
"""

from collections.abc import Mapping
from enum import IntEnum, StrEnum
from typing import NamedTuple

from .vocabulary import Role

INSTANCE = "instance"
"""The taker of whatever is done here, by the instance itself and for its own people."""
ANYBODY = "*"
"""The taker of what is given to everybody, and can't be called back."""


class Use(NamedTuple):
    """What somebody wants to do. What is left out means the widest: any taker, any model, everywhere, for money."""

    purpose: str
    taker: str = ""
    actor: str = ""
    model: str = ""
    version: str = ""
    territory: str = ""
    commercial: bool = True


class Level(IntEnum):
    """What a word is about; the greater, the more specific."""

    ACCOUNT = 0
    RELEASE = 1
    TRACK = 2


class Word(NamedTuple):
    """One decision of one holder about one purpose: a grant or a refusal. Never changed, only followed by another.

    `sequence` orders a holder's words; `at` is when it was recorded, `since` and `until` when a grant holds (None: no
    limit; until is the first second in which it no longer does). A grant names its `taker`; a refusal without one is
    meant for all. No `model` means every model of that taker, no `territories` everywhere. A refusal holds at once,
    everywhere and for good, whatever limits it names.

    `inherits`, with `allowed` false and never of an account: from here on the work or release says nothing of its own,
    and what is said for its release, or for everything, holds for it. Where a yes needs a signature, an unsigned one
    lets through only what is given after it: nobody opens anything by it without a key.
    """

    uid: str
    sequence: int
    at: int
    purpose: str
    allowed: bool
    level: Level = Level.ACCOUNT
    target: str = ""
    taker: str = INSTANCE
    model: str = ""
    version: str = ""
    territories: frozenset[str] = frozenset()
    commercial: bool = True
    since: int | None = None
    until: int | None = None
    signed: bool = False
    inherits: bool = False


class Holder(NamedTuple):
    """Who may speak. `accepted`: (instant, number of the terms version), in the order of time.

    `words`: by purpose, all that could concern the work at hand. After `died_at` nothing more is given, until from
    `succeeded_at` on a successor speaks.
    """

    uid: str
    adult: bool = True
    accepted: tuple[tuple[int, int], ...] = ()
    words: Mapping[str, tuple[Word, ...]] = {}
    died_at: int | None = None
    succeeded_at: int | None = None


class Standing(StrEnum):
    CONFIRMED = "confirmed"
    INVITED = "invited"
    """Named by somebody else, and not heard yet."""
    DECLINED = "declined"
    """Says that it is not theirs."""
    CURATOR = "curator"
    """Put the work here under its free licence: may refuse and leave on, but not give what is the holder's."""


class Holding(NamedTuple):
    """`mandate_missing`: a collecting society administers this right, and has not been shown to agree."""

    holder: Holder
    standing: Standing = Standing.CONFIRMED
    mandate_missing: bool = False


class Work(NamedTuple):
    """`without`: roles that the work has not, as an instrumental has no lyrics (no other role can be lacking).

    `twins`: works with the same recording under other accounts. `matched`: an open match with somebody else's.
    """

    uid: str
    holdings: Mapping[Role, tuple[Holding, ...]]
    without: frozenset[Role] = frozenset()
    taken_down: bool = False
    disputed: bool = False
    matched: bool = False
    twins: "tuple[Work, ...]" = ()


class Rule(StrEnum):
    """Why a decision is as it is."""

    NECESSARY = "necessary"
    BY_TERMS = "by-terms"
    GRANTED = "granted"

    UNCLEAR = "unclear"
    UNKNOWN_PURPOSE = "unknown-purpose"
    NOT_ABOUT_WORKS = "not-about-works"
    TAKEN_DOWN = "taken-down"
    DISPUTED = "disputed"
    MATCHED = "matched"
    NO_HOLDER = "no-holder"
    NOTHING_TO_GIVE = "nothing-to-give"
    UNCONFIRMED = "unconfirmed"
    MINOR = "minor"
    MANDATE_MISSING = "mandate-missing"
    NOT_IN_TERMS = "not-in-terms"
    NOT_GIVEN = "not-given"
    REFUSED = "refused"
    NOT_YET = "not-yet"
    EXPIRED = "expired"
    TERRITORY = "territory"
    COMMERCIAL = "commercial"
    UNSIGNED = "unsigned"
    AGREEMENT_MISSING = "agreement-missing"
    TWIN_NOT_GIVEN = "twin-not-given"


ALLOWING = frozenset({Rule.NECESSARY, Rule.BY_TERMS, Rule.GRANTED})

# Never renumber: databases and disclosed records refer to them. The allowing ones are below 10; where several refuse,
# the greatest is told.
NUMBERS: dict[Rule, int] = {
    Rule.NECESSARY: 1,
    Rule.BY_TERMS: 2,
    Rule.GRANTED: 3,
    Rule.NOT_GIVEN: 10,
    Rule.REFUSED: 11,
    Rule.NOT_YET: 12,
    Rule.EXPIRED: 13,
    Rule.TERRITORY: 14,
    Rule.COMMERCIAL: 15,
    Rule.UNSIGNED: 16,
    Rule.AGREEMENT_MISSING: 17,
    Rule.NOT_IN_TERMS: 18,
    Rule.UNCONFIRMED: 19,
    Rule.MINOR: 20,
    Rule.MANDATE_MISSING: 21,
    Rule.NO_HOLDER: 22,
    Rule.NOTHING_TO_GIVE: 23,
    Rule.TWIN_NOT_GIVEN: 24,
    Rule.MATCHED: 25,
    Rule.DISPUTED: 26,
    Rule.TAKEN_DOWN: 27,
    Rule.NOT_ABOUT_WORKS: 28,
    Rule.UNKNOWN_PURPOSE: 29,
    Rule.UNCLEAR: 30,
}

# For people; the site translates them.
SENTENCES = {
    Rule.NECESSARY: "The service can't run without it.",
    Rule.BY_TERMS: "It is on by the terms that were accepted, and nobody has switched it off.",
    Rule.GRANTED: "Everybody whose right it is has opted in.",
    Rule.UNCLEAR: "What is asked for, or what is known of the work, is unclear.",
    Rule.UNKNOWN_PURPOSE: "There is no such purpose.",
    Rule.NOT_ABOUT_WORKS: "This purpose is about listening, not about a work.",
    Rule.TAKEN_DOWN: "The work is taken down.",
    Rule.DISPUTED: "It is disputed who holds a right in the work.",
    Rule.MATCHED: "The recording may be somebody else's: that is still to be settled.",
    Rule.NO_HOLDER: "Nobody is known who could agree.",
    Rule.NOTHING_TO_GIVE: "The work has nothing of the kind.",
    Rule.UNCONFIRMED: "Somebody whose right it is has not confirmed it yet.",
    Rule.MINOR: "Somebody whose right it is, is under 18.",
    Rule.MANDATE_MISSING: "A collecting society administers a right in it and has not been shown to agree.",
    Rule.NOT_IN_TERMS: "The terms that were accepted don't know this purpose.",
    Rule.NOT_GIVEN: "Nobody has opted in.",
    Rule.REFUSED: "It was refused.",
    Rule.NOT_YET: "It was given for a later time.",
    Rule.EXPIRED: "It was given for a time that has ended.",
    Rule.TERRITORY: "It was not given for this territory.",
    Rule.COMMERCIAL: "It was not given for commercial use.",
    Rule.UNSIGNED: "The signature that this needs is missing.",
    Rule.AGREEMENT_MISSING: "There is no signed agreement with this party.",
    Rule.TWIN_NOT_GIVEN: "The same recording is under another account, which has not agreed.",
}


class Decision(NamedTuple):
    """`evidence`: names of the words, and of the terms (`terms:3`), on which it rests; of a refusal, that one's.

    `role`: whose word decided. `log_size`: how much of the log was known.
    """

    allowed: bool
    rule: Rule
    role: Role | None = None
    evidence: tuple[str, ...] = ()
    log_size: int = 0

    @property
    def reason(self) -> str:
        return SENTENCES[self.rule]
