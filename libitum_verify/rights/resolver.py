"""May this be done with this work? Pure, total, and refusing whatever it does not know to be allowed."""

from typing import NamedTuple

from .facts import ANYBODY, INSTANCE, NUMBERS, Decision, Holder, Holding, Level, Rule, Standing, Use, Word, Work
from .terms import Accepted, Terms
from .vocabulary import Class, Purpose, Role, Subject, Vocabulary

# Takers, in a use or in a refusal, that mean whoever it may be.
WHOEVER = ("", ANYBODY)
# What some works have not; every work has a recording of somebody performing something.
MAY_LACK = (Role.LYRICS,)
# Where a collecting society may have to agree even to what is on by the terms.
OF_SOCIETIES = (Role.COMPOSITION, Role.LYRICS)
# What several answers come to: the greatest of these. Where one opted in and another left it on, it is on by the terms.
WEIGHTS = {**NUMBERS, Rule.BY_TERMS: NUMBERS[Rule.GRANTED] + 1}
# Beyond this no calendar of ours goes (the last second of 9999), and neither does any database's.
END_OF_TIME = 253_402_300_799
# Looked up in the enumeration each time, it would take a tenth of a decision.
CONFIRMED = Standing.CONFIRMED


class Answer(NamedTuple):
    """Of one holder; `starts_as`: the class by which they were asked."""

    rule: Rule
    evidence: str
    starts_as: Class = Class.X


class Resolver:
    """`log_size` is written into every decision: how much of the log was known to who gave the facts."""

    def __init__(self, vocabulary: Vocabulary, terms: Terms, log_size: int = 0) -> None:
        self.vocabulary = vocabulary
        self.terms = terms
        self.log_size = log_size

    def may_use(self, work: Work, use: Use, at: int) -> Decision:
        """Never raises: facts of a kind that can't be understood allow nothing."""
        try:
            return self.decide(work, use, at)
        except Exception:  # noqa: BLE001 - whatever is the matter with what was given, the answer is no
            return self.refuse(Rule.UNCLEAR)

    def decide(self, work: Work, use: Use, at: int) -> Decision:
        out_of_question = self.question(use, at)
        if out_of_question is not None:
            return self.refuse(out_of_question)
        purpose = self.vocabulary.purposes[use.purpose]
        barred = bar(work, purpose)
        if barred is not None:
            return self.refuse(barred)
        decision = self.ask_holders(work, purpose, use, at)
        if decision.allowed and purpose.guarded:
            return self.ask_twins(work, purpose, use, at) or decision
        return decision

    def question(self, use: Use, at: int) -> Rule | None:
        """Why this can be asked of no work at all."""
        if not is_clear(use, at):
            return Rule.UNCLEAR
        purpose = self.vocabulary.purposes.get(use.purpose)
        if purpose is None:
            return Rule.UNKNOWN_PURPOSE
        return None if purpose.subject is Subject.WORK else Rule.NOT_ABOUT_WORKS

    def refuse(self, rule: Rule, role: Role | None = None, evidence: str = "") -> Decision:
        return Decision(False, rule, role, (evidence,) if evidence else (), self.log_size)

    def ask_twins(self, work: Work, purpose: Purpose, use: Use, at: int) -> Decision | None:
        """Nobody opts in somebody else's song."""
        for twin in work.twins:
            if bar(twin, purpose) is not None or not self.ask_holders(twin, purpose, use, at).allowed:
                return self.refuse(Rule.TWIN_NOT_GIVEN)
        return None

    def ask_holders(self, work: Work, purpose: Purpose, use: Use, at: int) -> Decision:
        """Every holder of every role must say yes. All are heard, so that their order makes no difference."""
        heard: dict[int, Answer] = {}
        decisive: tuple[Rule, Role, str] | None = None
        weight, told = 0, None
        evidence: list[str] = []
        for role in purpose.roles:
            holdings = work.holdings.get(role, ())
            if not holdings and not (role in MAY_LACK and role in work.without):
                return self.refuse(Rule.NO_HOLDER, role)
            for holding in holdings:
                holder = holding.holder
                # Whoever holds several roles is asked once: what they said is the same for all.
                answer = heard.get(id(holder))
                if answer is None:
                    answer = heard[id(holder)] = self.ask(holder, purpose, use, at)
                    evidence.append(answer.evidence)
                rule, word, starts_as = answer
                unable = None if able(holding) else inability(holding, role, purpose, starts_as)
                if unable is not None:
                    rule, word = unable, ""
                if rule is not told and WEIGHTS[rule] > weight:
                    weight, told, decisive = WEIGHTS[rule], rule, (rule, role, word)
        if decisive is None:
            return self.refuse(Rule.NOTHING_TO_GIVE)
        rule, role, word = decisive
        if rule not in ALLOWED:
            return self.refuse(rule, role, word)
        rests_on = tuple(evidence) if len(evidence) == 1 else tuple(dict.fromkeys(evidence))
        return Decision(True, rule, None, rests_on, self.log_size)

    def asked_by(self, accepted: Accepted, purpose: Purpose, use: Use, at: int) -> tuple[Class, int]:
        """The class by which somebody is asked, and the version of the terms that it comes from."""
        starts_as, version = self.terms.class_of(accepted, purpose.id, at)
        if purpose.guarded:
            starts_as = max(starts_as, purpose.starts_as)  # no terms can make it any wider
        elif use.taker != INSTANCE and starts_as < Class.O:
            starts_as = Class.O  # what is on by the terms is on for the instance alone
        return starts_as, version

    def ask(self, holder: Holder, purpose: Purpose, use: Use, at: int) -> Answer:
        """What this holder says, whatever may keep them from deciding it."""
        starts_as, version = self.asked_by(holder.accepted, purpose, use, at)
        if starts_as is Class.N:
            return Answer(Rule.NECESSARY, f"terms:{version}", starts_as)
        if starts_as is Class.X:
            return Answer(Rule.NOT_IN_TERMS, f"terms:{version}", starts_as)
        said = what_was_said(holder, purpose, use, at, signed=starts_as is not Class.D)
        if said is None and starts_as is Class.D:
            return Answer(Rule.BY_TERMS, f"terms:{version}", starts_as)
        if said is None:
            return Answer(Rule.NOT_GIVEN, "", starts_as)
        rule, word = said
        if rule is Rule.GRANTED and starts_as is Class.K:
            # Agreements are not built yet: until they are, what needs one is refused.
            rule = Rule.AGREEMENT_MISSING
        return Answer(rule, word.uid, starts_as)


ALLOWED = (Rule.NECESSARY, Rule.BY_TERMS, Rule.GRANTED)


def is_clear(use: Use, at: int) -> bool:
    """Whether a question says what it asks: text that can be shown, a country's code, an instant since 1970."""
    if type(at) is not int or not 0 <= at <= END_OF_TIME or type(use.commercial) is not bool:
        return False
    for text in use[:-1]:
        if not (isinstance(text, str) and text.isprintable()):
            return False
    return not use.territory or use.territory.isalnum()


def bar(work: Work, purpose: Purpose) -> Rule | None:
    """What stops a use before anybody is asked."""
    if work.taken_down is not False:
        return Rule.TAKEN_DOWN
    if purpose.guarded and work.disputed is not False:
        return Rule.DISPUTED
    return Rule.MATCHED if purpose.guarded and work.matched is not False else None


def able(holding: Holding) -> bool:
    """Whether nothing can keep this holder from agreeing to anything, as is nearly always so."""
    return holding.standing is CONFIRMED and holding.mandate_missing is False and holding.holder.adult is True


def inability(holding: Holding, role: Role, purpose: Purpose, starts_as: Class) -> Rule | None:
    """Why this holder can't agree in this role, whatever they said."""
    if starts_as is Class.N or starts_as is Class.X:
        return None
    opts_in = starts_as is not Class.D
    if holding.standing is not CONFIRMED and (opts_in or holding.standing is not Standing.CURATOR):
        return Rule.UNCONFIRMED
    if opts_in and purpose.guarded and holding.holder.adult is not True:
        return Rule.MINOR
    if holding.mandate_missing is not False and (opts_in or role in OF_SOCIETIES):
        return Rule.MANDATE_MISSING
    return None


def what_was_said(holder: Holder, purpose: Purpose, use: Use, at: int, *, signed: bool) -> tuple[Rule, Word] | None:
    """By the most specific, then the latest word. Of several releases each has its latest, and one refusal refuses."""
    said = holder.words.get(purpose.id)
    if not said:
        return None
    latest: dict[str, Word] = {}
    level = Level.ACCOUNT
    for word in said:
        if not is_plain(word, purpose):
            return Rule.UNCLEAR, word
        if word.inherits:
            return said_with_returns(holder, purpose, use, at, signed=signed)
        if word.at > at or word.level < level or not overlaps(word, use) or not may_speak(holder, purpose, word):
            continue
        if word.level > level:
            level = word.level
            latest.clear()
        target = word.target if level is Level.RELEASE else ""
        before = latest.get(target)
        if before is None or order(before) < order(word):
            latest[target] = word
    verdicts = [(verdict(word, use, at, signed=signed), word) for word in latest.values()]
    return max(verdicts, key=weight) if len(verdicts) > 1 else verdicts[0] if verdicts else None


def said_with_returns(holder: Holder, purpose: Purpose, use: Use, at: int, *, signed: bool) -> tuple[Rule, Word] | None:
    """As `what_was_said`, where some words return a work or a release to what stands above."""
    latest: dict[tuple[Level, str], Word] = {}
    for word in holder.words[purpose.id]:
        if not is_plain(word, purpose):
            return Rule.UNCLEAR, word
        if word.at > at or not overlaps(word, use) or not may_speak(holder, purpose, word):
            continue
        place = word.level, word.target if word.level is Level.RELEASE else ""
        before = latest.get(place)
        if before is None or order(before) < order(word):
            latest[place] = word
    returned = None  # when something was last returned without the signature that it would take to open anything
    for level in (Level.TRACK, Level.RELEASE, Level.ACCOUNT):
        words = [word for word in latest.values() if word.level is level]
        for word in words:
            if word.inherits and signed and word.signed is not True:
                returned = word.sequence if returned is None else max(returned, word.sequence)
        verdicts = [(verdict(word, use, at, signed=signed), word) for word in words if not word.inherits]
        if verdicts:
            return max((unopened(each, returned) for each in verdicts), key=weight)
    return None


def unopened(said: tuple[Rule, Word], returned: int | None) -> tuple[Rule, Word]:
    """A grant counts for what was returned unsigned only if it came afterwards."""
    rule, word = said
    barred = rule is Rule.GRANTED and returned is not None and word.sequence < returned
    return (Rule.UNSIGNED, word) if barred else said


def is_plain(word: Word, purpose: Purpose) -> bool:
    """Whether a word is what it should be, so that no odd value is taken for a yes or passed over as a no."""
    return (
        type(word.at) is int
        and type(word.sequence) is int
        and type(word.level) is Level
        and word.purpose == purpose.id
        and isinstance(word.taker, str)
        and isinstance(word.model, str)
        and isinstance(word.version, str)
        and isinstance(word.territories, frozenset)
        and (word.inherits is False or is_plain_return(word))
    )


def is_plain_return(word: Word) -> bool:
    return word.inherits is True and word.allowed is False and word.level is not Level.ACCOUNT


def order(word: Word) -> tuple[int, bool, bool]:
    """Of two at the same place in the order the refusal is the later."""
    return word.sequence, word.allowed is not True, not word.inherits


def weight(said: tuple[Rule, Word]) -> int:
    return WEIGHTS[said[0]]


def overlaps(word: Word, use: Use) -> bool:
    """Whether a word may speak of what the use could mean: what is left out, in either, is anything."""
    if word.taker != use.taker and word.taker not in WHOEVER and use.taker not in WHOEVER:
        return False
    if not word.model or not use.model:
        return True
    return word.model == use.model and (word.version == use.version or not word.version or not use.version)


def covers(word: Word, use: Use) -> bool:
    """Whether a grant speaks of all that the use could mean."""
    return (
        word.taker in (use.taker, ANYBODY)
        and word.taker != ""
        and word.model in ("", use.model)
        and word.version in ("", use.version)
    )


def may_speak(holder: Holder, purpose: Purpose, word: Word) -> bool:
    """The dead give nothing more; a successor gives neither voice nor likeness. Refusing is always heard."""
    if holder.died_at is None or word.at < holder.died_at or (word.allowed is not True and not word.inherits):
        return True
    return not purpose.personal and holder.succeeded_at is not None and word.at >= holder.succeeded_at


def verdict(word: Word, use: Use, at: int, *, signed: bool) -> Rule:
    """`signed`: whether a yes needs a signature."""
    if word.allowed is not True:
        return Rule.REFUSED
    beyond = limit(word, use, at)
    if beyond is not None:
        return beyond
    return Rule.UNSIGNED if signed and word.signed is not True else Rule.GRANTED


def limit(word: Word, use: Use, at: int) -> Rule | None:
    """Where a grant ends, if that is before what is asked for."""
    if not covers(word, use):
        return Rule.NOT_GIVEN
    if word.since is not None and not at >= word.since:
        return Rule.NOT_YET
    if word.until is not None and not at < word.until:
        return Rule.EXPIRED
    if word.territories and (not use.territory or use.territory not in word.territories):
        return Rule.TERRITORY
    return Rule.COMMERCIAL if use.commercial and word.commercial is not True else None
