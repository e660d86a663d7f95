"""A text of the terms: Markdown with one place for the AI section, and the file in which a version is published."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from libitum_verify.canonical import Json, canonical, parse
from libitum_verify.rights.section import ai_section

PLACE = "<!-- ai -->"
BEGIN = "<!-- ai:begin -->"
END = "<!-- ai:end -->"
MADE = re.compile(f"{re.escape(BEGIN)}\n\n(.*?)\n\n{re.escape(END)}", re.DOTALL)
Clause = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Parts:
    """A text around its AI section."""

    before: str
    section: str
    after: str


def compose(source: str, clause: Clause, language: str, vocabulary: int) -> str:
    """The text as people read it; `source` has the place marked, exactly once."""
    section = ai_section(clause, language, vocabulary)
    return source.strip().replace(PLACE, f"{BEGIN}\n\n{section}\n\n{END}") + "\n"


def parts_of(body: str) -> Parts:
    """Raises ValueError for a text without its section."""
    found = MADE.search(body)
    if found is None:
        raise ValueError("a text of the terms has no AI section")
    return Parts(body[: found.start()].strip(), found[1], body[found.end() :].strip())


def source_of(body: str) -> str:
    """The text as it was written, before the section was made."""
    parts = parts_of(body)
    return f"{parts.before}\n\n{PLACE}\n\n{parts.after}".strip() + "\n"


def paragraphs(markdown: str) -> list[str]:
    """Items of a list count as paragraphs of their own."""
    return [block.strip() for block in re.split(r"\n\s*\n|\n(?=- )", markdown) if block.strip()]


@dataclass(frozen=True, slots=True)
class Document:
    """All that a version says, as it is published. `purposes`: the version of the list that its clause speaks of."""

    number: int
    purposes: int
    clause: Clause
    summary: str
    texts: Mapping[str, str]

    def file(self) -> bytes:
        """The bytes whose SHA-256 the log names."""
        return canonical(
            {
                "number": self.number,
                "purposes": self.purposes,
                "clause": clause_rows(self.clause),
                "summary": self.summary,
                "texts": [{"language": key, "body": self.texts[key]} for key in sorted(self.texts)],
            }
        )


def read_document(data: bytes) -> Document:
    """The inverse of `file`; raises Refused or ValueError for anything else."""
    value = parse(data)
    try:
        return Document(
            number=int(str(value["number"])),
            purposes=int(str(value["purposes"])),
            clause=clause_of(value["clause"]),
            summary=str(value["summary"]),
            texts={row["language"]: row["body"] for row in value["texts"]},  # type: ignore[index,union-attr,misc,call-overload]
        )
    except (KeyError, TypeError) as error:
        raise ValueError("this is no version of the terms") from error


def clause_rows(clause: Clause) -> list[Json]:
    """As the log has it, in the order of the clause's purposes."""
    return [{"purpose": purpose, "class": clause[purpose]} for purpose in sorted(clause)]


def clause_of(rows: Json) -> dict[str, str]:
    return {row["purpose"]: row["class"] for row in rows}  # type: ignore[index,union-attr,misc,call-overload]
