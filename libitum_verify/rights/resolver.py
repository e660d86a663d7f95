"""May this be done with this work? Pure, total, and refusing whatever it does not know to be allowed."""

from typing import NamedTuple

from .facts import ANYBODY, INSTANCE, Decision, Holder, Holding, Level, Rule, Standing, Use, Word, Work
from .terms import Terms
from .vocabulary import Class, Purpose, Role, Subject, Vocabulary

MAY_LEAVE_ON = (Standing.CONFIRMED, Standing.CURATOR)


class Answer(NamedTuple):
    """Of one holder."""

    rule: Rule
    evidence: str


class Resolver:
    """`log_size` is written into every decision: how much of the log was known to who gave the facts."""

    def __init__(self, vocabulary: Vocabulary, terms: Terms, log_size: int = 0) -> None:
        self.vocabulary = vocabulary
        self.terms = terms
        self.log_size = log_size

    def may_use(self, work: Work, use: Use, at: int) -> Decision:
        purpose = self.vocabulary.purposes.get(use.purpose)
        if purpose is None:
            return self.refuse(Rule.UNKNOWN_PURPOSE)
        if purpose.subject is not Subject.WORK:
            return self.refuse(Rule.NOT_ABOUT_WORKS)
        barred = bar(work, purpose)
        if barred is not None:
            return self.refuse(barred)
        decision = self.ask_holders(work, purpose, use, at)
        if decision.allowed and purpose.guarded:
            return self.ask_twins(work, purpose, use, at) or decision
        return decision

    def refuse(self, rule: Rule, role: Role | None = None, evidence: str = "") -> Decision:
        return Decision(False, rule, role, (evidence,) if evidence else (), self.log_size)

    def ask_twins(self, work: Work, purpose: Purpose, use: Use, at: int) -> Decision | None:
        """Nobody opts in somebody else's song."""
        for twin in work.twins:
            if twin.taken_down or not self.ask_holders(twin, purpose, use, at).allowed:
                return self.refuse(Rule.TWIN_NOT_GIVEN)
        return None

    def ask_holders(self, work: Work, purpose: Purpose, use: Use, at: int) -> Decision:
        """Every holder of every role must say yes."""
        rule: Rule | None = None
        evidence: list[str] = []
        for role in purpose.roles:
            holdings = work.holdings.get(role, ())
            if not holdings and role not in work.without:
                return self.refuse(Rule.NO_HOLDER, role)
            for holding in holdings:
                answer = self.ask(holding, purpose, use, at)
                if answer.rule not in ALLOWED:
                    return self.refuse(answer.rule, role, answer.evidence)
                rule = answer.rule
                evidence.append(answer.evidence)
        if rule is None:
            return self.refuse(Rule.NOTHING_TO_GIVE)
        return Decision(True, rule, None, tuple(dict.fromkeys(evidence)), self.log_size)

    def ask(self, holding: Holding, purpose: Purpose, use: Use, at: int) -> Answer:
        holder = holding.holder
        starts_as, version = self.terms.class_of(holder.accepted, purpose.id, at)
        terms = f"terms:{version}"
        if use.taker != INSTANCE and starts_as < Class.O:
            starts_as = Class.O  # what is on by the terms is on for the instance alone
        if starts_as is Class.N:
            return Answer(Rule.NECESSARY, terms)
        if starts_as is Class.X:
            return Answer(Rule.NOT_IN_TERMS, terms)
        if starts_as is Class.D and not purpose.guarded:
            return self.left_on(holding, purpose, use, at, terms)
        return self.opted_in(holding, purpose, use, at, starts_as)

    def left_on(self, holding: Holding, purpose: Purpose, use: Use, at: int, terms: str) -> Answer:
        if holding.standing not in MAY_LEAVE_ON:
            return Answer(Rule.UNCONFIRMED, "")
        word = deciding_word(holding.holder, purpose, use, at)
        return Answer(Rule.BY_TERMS, terms) if word is None else verdict(word, use, at)

    def opted_in(self, holding: Holding, purpose: Purpose, use: Use, at: int, starts_as: Class) -> Answer:
        unable = inability(holding, purpose)
        if unable is not None:
            return Answer(unable, "")
        word = deciding_word(holding.holder, purpose, use, at)
        if word is None:
            return Answer(Rule.NOT_GIVEN, "")
        answer = verdict(word, use, at)
        if answer.rule is Rule.GRANTED and not word.signed:
            return Answer(Rule.UNSIGNED, word.uid)
        if answer.rule is Rule.GRANTED and starts_as is Class.K:
            # Agreements are not built yet: until they are, what needs one is refused.
            return Answer(Rule.AGREEMENT_MISSING, word.uid)
        return answer


ALLOWED = (Rule.NECESSARY, Rule.BY_TERMS, Rule.GRANTED)


def bar(work: Work, purpose: Purpose) -> Rule | None:
    """What stops a use before anybody is asked."""
    if work.taken_down:
        return Rule.TAKEN_DOWN
    if purpose.guarded and work.disputed:
        return Rule.DISPUTED
    return Rule.MATCHED if purpose.guarded and work.matched else None


def inability(holding: Holding, purpose: Purpose) -> Rule | None:
    """Why this holder can't opt in, whatever they said."""
    if holding.standing is not Standing.CONFIRMED:
        return Rule.UNCONFIRMED
    if purpose.guarded and not holding.holder.adult:
        return Rule.MINOR
    return Rule.MANDATE_MISSING if holding.mandate_missing else None


def deciding_word(holder: Holder, purpose: Purpose, use: Use, at: int) -> Word | None:
    """The most specific, then the latest. Of several releases each has its latest, and one refusal refuses."""
    words = [
        word
        for word in holder.words.get(purpose.id, ())
        if word.at <= at and speaks_of(word, use) and may_speak(holder, purpose, word)
    ]
    if len(words) <= 1:
        return words[0] if words else None
    level = max(word.level for word in words)
    if level is not Level.RELEASE:
        return max((word for word in words if word.level is level), key=sequence)
    latest = {word.target: word for word in sorted(words, key=sequence) if word.level is level}
    return min(latest.values(), key=lambda word: (verdict(word, use, at).rule is Rule.GRANTED, word.sequence))


def sequence(word: Word) -> int:
    return word.sequence


def speaks_of(word: Word, use: Use) -> bool:
    """A grant must name the taker and the model, or all models; a refusal speaks of all that it might mean."""
    if word.allowed:
        return word.taker in (use.taker, ANYBODY) and word.taker != "" and names_model(word, use)
    if word.taker and use.taker and word.taker != use.taker:
        return False
    return not use.model or names_model(word, use) or (not use.version and word.model == use.model)


def names_model(word: Word, use: Use) -> bool:
    return not word.model or (word.model == use.model and word.version in ("", use.version))


def may_speak(holder: Holder, purpose: Purpose, word: Word) -> bool:
    """The dead give nothing more; a successor gives neither voice nor likeness. Refusing is always heard."""
    if holder.died_at is None or word.at < holder.died_at or not word.allowed:
        return True
    return not purpose.personal and holder.succeeded_at is not None and word.at >= holder.succeeded_at


def verdict(word: Word, use: Use, at: int) -> Answer:
    if not word.allowed:
        return Answer(Rule.REFUSED, word.uid)
    if word.since is not None and at < word.since:
        return Answer(Rule.NOT_YET, word.uid)
    if word.until is not None and at >= word.until:
        return Answer(Rule.EXPIRED, word.uid)
    if word.territories and use.territory not in word.territories:
        return Answer(Rule.TERRITORY, word.uid)
    if use.commercial and not word.commercial:
        return Answer(Rule.COMMERCIAL, word.uid)
    return Answer(Rule.GRANTED, word.uid)
