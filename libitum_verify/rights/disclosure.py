"""Decisions made again from what an auditor was given (docs/log/disclosure.md): the same, or the first that differs.

Facts that change are told with the entries of the log between which they held, so that each run is decided on what was
known before its own entry.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from libitum_verify.canonical import Json, canonical, parse
from libitum_verify.manifest import split_manifest
from libitum_verify.note import VerifierKey
from libitum_verify.proof import InclusionProof
from libitum_verify.tiles import Fetch
from libitum_verify.verdict import Reason, Refused

from .facts import ALLOWING, Decision, Holder, Holding, Level, Rule, Standing, Use, Word, Work
from .resolver import Resolver
from .said import words_in
from .signing import Assertion, check_assertion, decode64
from .statement import check_form, counted
from .terms import Terms, Version
from .vocabulary import NEWEST, Class, Role, published_form, vocabulary

Value = Mapping[str, Any]


@dataclass(slots=True)
class Report:
    """`later`: works in a run's list that were refused between the decision and the moment of handing out."""

    runs: int = 0
    decisions: int = 0
    allowed: int = 0
    later: int = 0
    statements: int = 0
    signatures: int = 0
    unproved: list[str] = field(default_factory=list)

    def told(self) -> dict[str, object]:
        return {
            "runs": self.runs,
            "decisions": self.decisions,
            "allowed": self.allowed,
            "refused_after_the_start": self.later,
            "statements": self.statements,
            "signatures": self.signatures,
            **({"not_proved": "; ".join(self.unproved)} if self.unproved else {}),
        }


def audit_decisions(data: bytes, keys: Sequence[VerifierKey] = (), fetch: Fetch | None = None) -> Report:
    """`fetch`: reads the log, where it is at hand. Raises Refused at the first thing that isn't as disclosed."""
    value: Value = parse(data)
    if value.get("type") != "disclosure" or value.get("v") != 1:
        raise Refused(Reason.BAD_DISCLOSURE, "This is not a disclosure of version 1.")
    try:
        return Audit(value, keys or [VerifierKey.parse(str(value["vkey"]))], fetch).run()
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Refused(Reason.BAD_DISCLOSURE, f"The disclosure has not the form that it must have: {error}.") from error


class Audit:
    def __init__(self, value: Value, keys: Sequence[VerifierKey], fetch: Fetch | None) -> None:
        self.value, self.keys, self.fetch = value, keys, fetch
        self.report = Report()
        self.works: dict[str, Value] = {work["work"]: work for work in value["works"]}
        self.holders: Mapping[str, Value] = value["holders"]
        # By holder: what they said, with the place of the log's entry.
        self.said: dict[str, list[tuple[int, Word]]] = defaultdict(list)

    def run(self) -> Report:
        self.check_vocabulary()
        for statement in self.value["statements"]:
            self.read_statement(statement)
        terms = Terms(tuple(self.versions()))
        for run in self.value["runs"]:
            self.check_run(run, terms)
        return self.report

    def check_vocabulary(self) -> None:
        version = self.value["vocabulary"]["version"]
        if type(version) is not int or not 1 <= version <= NEWEST:
            raise Refused(Reason.BAD_DISCLOSURE, "Its list of purposes is of a version unknown here.")
        digest = hashlib.sha256(canonical(published_form(version))).hexdigest()
        if self.value["vocabulary"]["sha256"] != digest:
            raise Refused(Reason.BAD_DISCLOSURE, "Its list of purposes is another than the one this verifier knows.")

    def proved(self, text: str | None, what: str) -> tuple[int, dict[str, Json]] | None:
        """Place and content of the entry that a proof is about; what has no proof is told in the report."""
        if not text:
            self.report.unproved.append(what)
            return None
        proof = InclusionProof.parse(text.encode())
        proof.check(proof.extra, self.keys, str(self.value["log"]))
        return proof.index, parse(proof.extra)

    def versions(self) -> Iterator[Version]:
        for row in self.value["terms"]:
            clause = {purpose: Class[name] for purpose, name in row["clause"].items()}
            logged = self.proved(row["proof"], f"version {row['number']} of the terms")
            if logged is not None:
                published = {item["purpose"]: item["class"] for item in logged[1]["clause"]}  # type: ignore[union-attr, index, call-overload]
                if logged[1]["type"] != "terms.publish" or published != dict(row["clause"]):
                    raise Refused(
                        Reason.OTHER_ENTRY, f"The log has another clause of version {row['number']} of the terms."
                    )
            yield Version(row["number"], row["effective_at"], clause)

    def read_statement(self, row: Value) -> None:
        """Words are read from the statement itself, whose hash the log has."""
        self.report.statements += 1
        if row["body"] is None:
            self.report.unproved.append(f"statement {row['sha256']}, whose text was erased")
            words = [word_left(word) for word in row["words"]]
        else:
            self.check_statement(row)
            words = list(words_in(row["body"], at=row["at"], signed=row["signed"], index=row["index"]))
        self.said[row["holder"]] += [(row["index"], word) for word in words]

    def check_statement(self, row: Value) -> None:
        check_form(row["body"])
        body = canonical(row["body"])
        digest = hashlib.sha256(body).hexdigest()
        logged = self.proved(row["proof"], f"statement {digest}")
        if logged is None:
            return
        expected = {"type": "consent.set", "statement": digest, "holder": row["holder"], "signed": row["signed"]}
        expected |= counted(row["body"])
        if {name: logged[1].get(name) for name in expected} != expected or logged[0] != row["index"]:
            raise Refused(Reason.OTHER_ENTRY, f"The log's entry {logged[0]} is about another statement than {digest}.")
        if row["signed"]:
            self.check_signature(row, body)

    def check_signature(self, row: Value, body: bytes) -> None:
        parts = row["signature"]
        if parts is None:
            self.report.unproved.append(f"the signature of statement {row['sha256']}")
            return
        data = {name: decode64(parts[name], name) for name in parts}
        assertion = Assertion(data["authenticator_data"], data["client_data"], data["signature"])
        check_assertion(assertion, body=body, public_key=data["public_key"], origin=str(row["body"]["origin"]))
        self.report.signatures += 1

    def check_run(self, run: Value, terms: Terms) -> None:
        self.report.runs += 1
        logged = self.proved(run["proof"], f"run {run['run']}")
        if logged is not None:
            check_entry(run, logged)
        resolver = Resolver(vocabulary(self.value["vocabulary"]["version"]), terms, run["log_size"])
        use = Use(**run["use"])
        for row in run["decisions"]:
            decision = resolver.may_use(self.work_at(row["work"], run), use, run["at"])
            self.compare(run, row, decision)
        if self.fetch is not None and run["manifest"]:
            self.check_list(run)

    def compare(self, run: Value, row: Value, decision: Decision) -> None:
        self.report.decisions += 1
        recorded = Rule(row["rule"])
        refused_later = row["listed"] and recorded not in ALLOWING
        same = decision.allowed == row["listed"] and (refused_later or recorded is decision.rule)
        if not same:
            listed = "in the list" if row["listed"] else "not in the list"
            raise Refused(
                Reason.OTHER_DECISION,
                f"Run {run['run']} (entry {run['index']}), work {row['work']}: recorded as {recorded} and {listed}; "
                f"what was disclosed gives {decision.rule}: {decision.reason}",
            )
        self.report.allowed += decision.allowed
        self.report.later += refused_later

    def work_at(self, name: str, run: Value, *, with_twins: bool = True) -> Work:
        """As it was known when the run was decided."""
        row, index, at = self.works[name], run["index"], run["at"]
        holdings: dict[Role, list[Holding]] = defaultdict(list)
        holders: dict[str, Holder] = {}
        for held in row["holdings"]:
            if held["from"] < index and (held["until"] is None or held["until"] >= index):
                who = held["holder"]
                holder = holders[who] = holders.get(who) or self.holder_at(who, row, index)
                holdings[Role(held["role"])].append(
                    Holding(holder, Standing(held["standing"]), mandate_missing=held["mandate_missing"])
                )
        # Who was a twin for some other reason too is asked twice, which changes nothing.
        names = [*row["twins"], *(twin for twin, *span in row["matched"] if holds(span, at))] if with_twins else []
        twins = tuple(self.work_at(twin, run, with_twins=False) for twin in names)
        return Work(
            uid=name,
            holdings={role: tuple(rows) for role, rows in holdings.items()},
            without=frozenset(Role(role) for role in row["without"]),
            taken_down=any(holds(span, at) for span in row["taken_down"]),
            disputed=any(holds(span, at) for span in row["disputed"]),
            twins=twins,
        )

    def holder_at(self, name: str, work: Value, index: int) -> Holder:
        row = self.holders[name]
        words: dict[str, list[Word]] = defaultdict(list)
        for place, word in self.said[name]:
            if place < index and concerns(word, work):
                words[word.purpose].append(word)
        return Holder(
            uid=name,
            adult=row["adult"],
            accepted=tuple((at, number) for at, number in row["accepted"]),
            words={purpose: tuple(said) for purpose, said in words.items()},
            died_at=row["died_at"],
            succeeded_at=row["succeeded_at"],
        )

    def check_list(self, run: Value) -> None:
        assert self.fetch is not None  # noqa: S101 - for the type: asked before
        data = self.fetch(f"files/{run['manifest']}")
        if hashlib.sha256(data).hexdigest() != run["manifest"]:
            raise Refused(Reason.BAD_MANIFEST, "The list is not the one that the log names.")
        values = frozenset(split_manifest(data))
        for row in run["decisions"]:
            if (bytes.fromhex(self.works[row["work"]]["commitment"]) in values) != row["listed"]:
                raise Refused(
                    Reason.OTHER_DECISION, f"Run {run['run']}: its list says otherwise of work {row['work']}."
                )


def word_left(row: Value) -> Word:
    """Of a statement whose text was erased."""
    return Word(**{**row, "level": Level(row["level"]), "territories": frozenset(row["territories"])})


def holds(span: Sequence[int | None], at: int) -> bool:
    """`span`: from when until when, in seconds; None for no end."""
    since, until = span
    return (since or 0) <= at and (until is None or at < until)


def concerns(word: Word, work: Value) -> bool:
    if word.level is Level.TRACK:
        return bool(word.target == work["work"])
    return word.level is Level.ACCOUNT or word.target in work["releases"]


def check_entry(run: Value, logged: tuple[int, Mapping[str, Json]]) -> None:
    """The run is the one that the log has, and no more works are disclosed than it had."""
    index, entry = logged
    use = run["use"]
    expected = {"run": run["run"], "log_size": run["log_size"], "model": use["model"], "model_version": use["version"]}
    expected |= {name: use[name] for name in ("purpose", "taker", "territory", "commercial")}
    manifest = entry.get("manifest")
    listed = manifest["sha256"] if isinstance(manifest, dict) else ""
    if {name: entry.get(name) for name in expected} != expected or (index, listed) != (run["index"], run["manifest"]):
        raise Refused(Reason.OTHER_ENTRY, f"The log's entry {index} is about another run than {run['run']}.")
    allowed = sum(1 for row in run["decisions"] if row["listed"])
    counted = (entry.get("allowed"), entry.get("refused"))
    if not all(isinstance(count, int) for count in counted):
        raise Refused(Reason.OTHER_ENTRY, f"The log's entry {index} counts no works.")
    if allowed > counted[0] or len(run["decisions"]) - allowed > counted[1]:  # type: ignore[operator]
        raise Refused(Reason.OTHER_ENTRY, f"More works are disclosed of run {run['run']} than the log counts.")
