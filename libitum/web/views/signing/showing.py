"""A statement as pages show it: the very text, cut only where its own empty lines are."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from libitum_verify.rights.statement import counts, inherits
from libitum_verify.rights.vocabulary import texts_of, vocabulary


@dataclass(frozen=True, slots=True)
class Block:
    heading: str
    lines: list[str]


def blocks_of(value: Mapping[str, Any]) -> list[Block]:
    parts = (block.split("\n") for block in value["text"].split("\n\n"))
    return [Block(lines[0], lines[1:]) for lines in parts]


def asks_for_personal_data(value: Mapping[str, Any]) -> bool:
    """Whether it allows, or may allow, the use of somebody's voice or likeness, to which consent is given apart."""
    purposes = vocabulary(value["vocabulary"]["version"]).purposes
    return any((row["allowed"] or inherits(row)) and purposes[row["purpose"]].personal for row in value["decisions"])


@dataclass(frozen=True, slots=True)
class Summary:
    """`purposes`: by name, in the reader's language."""

    grants: int
    refusals: int
    returns: int
    purposes: list[str]


def summary_of(value: Mapping[str, Any], language: str) -> Summary:
    texts = texts_of(language, value["vocabulary"]["version"])
    names = dict.fromkeys(texts[row["purpose"]]["name"] for row in value["decisions"])
    return Summary(*counts(value), list(names))
