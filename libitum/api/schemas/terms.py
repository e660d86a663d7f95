from pydantic import AwareDatetime

from .base import Answer, Question


class ClauseRow(Answer):
    """`starts_as`: `N` always on, `D` on from the start, `O` off until opted in, `K` as O and by an agreement."""

    purpose: str
    starts_as: str


class TermsRow(Answer):
    """`state`: `announced` or `effective`, by the clock. `sha256`: of the published file, as in the log's entry."""

    number: int
    state: str
    announced_at: AwareDatetime
    effective_at: AwareDatetime
    sha256: str
    url: str


class TermsList(Answer):
    """`current`: the number in force; `accepted`: the one that the caller accepted last. Newest first."""

    current: int | None
    accepted: int | None
    items: list[TermsRow]


class TermsText(Answer):
    """Markdown; the section between `<!-- ai:begin -->` and `<!-- ai:end -->` is made from the clause."""

    language: str
    body: str


class PurposeTurn(Answer):
    purpose: str
    before: str
    after: str
    widened: bool


class TermsDocument(TermsRow):
    """`changes`: by purpose, from the version before. `needs_acceptance`: something in it would allow more."""

    purposes: int
    summary: str
    clause: list[ClauseRow]
    texts: list[TermsText]
    changes: list[PurposeTurn]
    needs_acceptance: bool


class Accepting(Question):
    """`yes` must be true: a yes is said, never assumed. `language`: in which the text was read."""

    yes: bool
    language: str = "en"


class AcceptanceDocument(Answer):
    version: int
    language: str
    how: str
    at: AwareDatetime


class PurposeDocument(Answer):
    """Texts are in the language of the request. `starts_as` is the list's own; what holds for somebody, terms say."""

    id: str
    group: str
    starts_as: str
    subject: str
    roles: list[str]
    personal: bool
    name: str
    means: str
    benefits: str
    never: str
    example: str
    aipref: list[str]
    cawg: list[str]
    content_signal: list[str]
    dpv: list[str]
    basis: str
    url: str


class PurposeList(Answer):
    """`sha256`: of the published file, if it is in the log already."""

    version: int
    sha256: str | None
    items: list[PurposeDocument]
