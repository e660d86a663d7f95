"""A comparison as the page shows it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from libitum.rights.wording.comparing import Comparison, Passage, Piece
from libitum_verify.rights.vocabulary import texts_of

from .words import CLASSES

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

SIGNS = re.compile(r"\*\*|`|^#+ +|^- ", re.MULTILINE)
# Beside a change, so many paragraphs that stayed are shown; more are folded away.
KEPT = 1


@dataclass(frozen=True, slots=True)
class PurposeRow:
    purpose: str
    name: str
    before: "_StrOrPromise"
    after: "_StrOrPromise"
    widened: bool


def purpose_rows(difference: Comparison, language: str) -> list[PurposeRow]:
    texts = texts_of(language)
    return [
        PurposeRow(
            purpose=change.purpose,
            name=texts[change.purpose]["name"],
            before=CLASSES[change.before],
            after=CLASSES[change.after],
            widened=change.turn == "widened",
        )
        for change in difference.purposes
    ]


@dataclass(frozen=True, slots=True)
class Shown:
    """A passage without Markdown's signs, and what it is: a heading, an item of a list, a paragraph."""

    pieces: tuple[Piece, ...]
    heading: bool
    item: bool
    about_ai: bool
    made: bool


@dataclass(frozen=True, slots=True)
class Block:
    """Passages in a row that changed, or that stayed."""

    changed: bool
    passages: list[Shown]

    @property
    def folded(self) -> bool:
        return not self.changed and len(self.passages) > KEPT


def blocks(passages: Sequence[Passage]) -> Iterator[Block]:
    for changed, run in groupby(passages, key=lambda passage: passage.changed):
        yield Block(changed, [shown(passage) for passage in run])


def shown(passage: Passage) -> Shown:
    first = passage.pieces[0].text
    pieces = tuple(Piece(piece.kind, SIGNS.sub("", piece.text)) for piece in passage.pieces)
    return Shown(pieces, first.startswith("#"), first.startswith("- "), passage.about_ai, passage.made)
