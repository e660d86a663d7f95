"""What is different between two versions: by purpose, by word, and what of it needs everybody's yes."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from libitum_verify.rights.ai_words import speaks_of_ai
from libitum_verify.rights.vocabulary import Class

from .document import Clause, Document, paragraphs, parts_of

WORDS = re.compile(r"\S+\s*|\s+")
# Below that share of common words, two paragraphs are rather one gone and another come.
ALIKE = 0.4


class Turn(StrEnum):
    WIDENED = "widened"
    NARROWED = "narrowed"


@dataclass(frozen=True, slots=True)
class PurposeChange:
    purpose: str
    before: Class
    after: Class

    @property
    def turn(self) -> Turn:
        return Turn.WIDENED if self.after < self.before else Turn.NARROWED


def compare_clauses(old: Clause, new: Clause) -> list[PurposeChange]:
    """Only what differs; a purpose that a clause doesn't name is refused by it (X)."""
    every = list(dict.fromkeys([*new, *old]))
    changes = [PurposeChange(p, Class[old.get(p, "X")], Class[new.get(p, "X")]) for p in every]
    return [change for change in changes if change.before is not change.after]


@dataclass(frozen=True, slots=True)
class Piece:
    """`kind`: `same`, `gone` or `new`."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, or two that follow one another. `about_ai`: it changed, outside the section, and speaks of AI.

    `made`: it stands in the section that is made from the clause.
    """

    pieces: tuple[Piece, ...]
    about_ai: bool = False
    made: bool = False

    @property
    def changed(self) -> bool:
        return any(piece.kind != "same" for piece in self.pieces)


def compare_texts(old: str, new: str, language: str) -> list[Passage]:
    """The whole text, passage by passage, in the order of the new one; the made section among them."""
    before, after = parts_of(old), parts_of(new)
    return [
        *compare_passages(before.before, after.before, language, made=False),
        *compare_passages(before.section, after.section, language, made=True),
        *compare_passages(before.after, after.after, language, made=False),
    ]


def compare_passages(old: str, new: str, language: str, *, made: bool) -> list[Passage]:
    before, after = paragraphs(old), paragraphs(new)
    passages: list[Passage] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            passages += [Passage((Piece("same", text),), made=made) for text in after[j1:j2]]
            continue
        passages += [
            Passage(pieces, about_ai=not made and speaks_of_ai("\n".join(both), language), made=made)
            for both, pieces in pair(before[i1:i2], after[j1:j2])
        ]
    return passages


def pair(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[list[str], tuple[Piece, ...]]]:
    """Paragraphs that belong together, with what was in either and the words that differ."""
    old = list(before)
    for text in after:
        kin = max(old, key=lambda other: likeness(other, text), default=None)
        if kin is None or likeness(kin, text) < ALIKE:
            yield [text], (Piece("new", text),)
            continue
        for gone in old[: old.index(kin)]:
            yield [gone], (Piece("gone", gone),)
        old = old[old.index(kin) + 1 :]
        yield [kin, text], tuple(compare_words(kin, text))
    for gone in old:
        yield [gone], (Piece("gone", gone),)


def likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, WORDS.findall(one), WORDS.findall(other), autojunk=False).ratio()


def compare_words(old: str, new: str) -> Iterator[Piece]:
    before, after = WORDS.findall(old), WORDS.findall(new)
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece("same", "".join(after[j1:j2]))
            continue
        if i2 > i1:
            yield Piece("gone", "".join(before[i1:i2]))
        if j2 > j1:
            yield Piece("new", "".join(after[j1:j2]))


@dataclass(frozen=True, slots=True)
class Comparison:
    """`passages` by language."""

    purposes: list[PurposeChange]
    passages: dict[str, list[Passage]]

    @property
    def ai_wording(self) -> list[tuple[str, Passage]]:
        """Changed passages on AI outside the made section, with their language."""
        return [(key, p) for key, passages in self.passages.items() for p in passages if p.about_ai]

    @property
    def widens(self) -> bool:
        """Whether it needs a yes: a wider class, or any other change to what is said about AI."""
        return any(change.turn is Turn.WIDENED for change in self.purposes) or bool(self.ai_wording)

    @property
    def changes_other_words(self) -> bool:
        """Whether anything is different outside the made section, in any language."""
        return any(p.changed and not p.made for passages in self.passages.values() for p in passages)

    @property
    def only_narrows(self) -> bool:
        """Nothing but narrower classes: that may hold at once."""
        return bool(self.purposes) and not self.widens and not self.changes_other_words


def compare(old: Document, new: Document) -> Comparison:
    passages = {key: compare_texts(old.texts[key], text, key) for key, text in new.texts.items()}
    return Comparison(compare_clauses(old.clause, new.clause), passages)
