from typing import Annotated

from pydantic import AwareDatetime, Field

from libitum.community.models import Category, Ground, Outcome

from .base import Answer, Question, Text

ABOUT = r"^(track|release|artist|comment):[a-z2-7]{16}$"


class About(Answer):
    """What a notice or decision is about, as it was called when it was given or last looked at."""

    kind: str
    id: str
    label: str
    url: str


class StatementDocument(Answer):
    """A decision and its reasons. `passages` are the same in words, in the language of the request.

    `appeal`: what the owner has said against it.
    """

    id: str
    about: About
    outcome: str
    facts: str
    ground: str
    reference: str
    own_initiative: bool
    automated_means: bool
    decided_at: AwareDatetime
    appeal_until: AwareDatetime
    may_appeal: bool
    appeal: "AppealDocument | None"
    passages: list["PassageDocument"]


class PassageDocument(Answer):
    heading: str
    text: str


class Statements(Answer):
    items: list[StatementDocument]
    next: str | None


class NewNotice(Question):
    """`about`: kind and id. `key`: of the secret link one came by. Name and address may be left out.

    `share_identity`: in a matter of copyright the artist may read the name. `in_my_name`: keep it with my account.
    """

    about: str = Field(pattern=ABOUT)
    category: Category
    explanation: Annotated[str, Text(5000, 1)]
    good_faith: bool = Field(description="That one believes what one says to be accurate and complete.")
    name: Annotated[str, Text(120)] = ""
    email: Annotated[str, Text(254)] = ""
    share_identity: bool = False
    in_my_name: bool = False
    key: str = Field("", max_length=64, pattern=r"^[A-Za-z0-9_-]*$")


class NoticeDocument(Answer):
    """`key` opens it, here and at `url`: keep it. `decision` is null while it waits for a moderator."""

    id: str
    key: str
    url: str
    about: About
    category: str
    explanation: str
    created_at: AwareDatetime
    decision: StatementDocument | None
    answers: list[str]


class NoticeRow(Answer):
    """`key` opens it. `decided`: whether a moderator has answered it."""

    id: str
    key: str
    url: str
    about: About
    category: str
    created_at: AwareDatetime
    decided: bool


class NoticePage(Answer):
    items: list[NoticeRow]
    next: str | None


class Words(Question):
    """Why one disagrees. It can be said once."""

    text: Annotated[str, Text(5000, 1)]


class Answered(Words):
    key: str = Field(max_length=64, pattern=r"^[A-Za-z0-9_-]*$")


class WaitingNotice(Answer):
    id: str
    category: str
    explanation: str
    name: str
    email: str
    share_identity: bool
    language: str
    created_at: AwareDatetime
    waits: bool


class AppealDocument(Answer):
    """`by`: `owner` or `notifier`."""

    id: str
    by: str
    text: str
    created_at: AwareDatetime
    waits: bool


class EventDocument(Answer):
    id: str
    kind: str
    at: AwareDatetime
    actor: str


class CaseRow(Answer):
    id: str
    about: About
    urgent: bool
    waiting_since: AwareDatetime | None
    categories: list[str]
    notices: int
    appeals: int


class CasePage(Answer):
    items: list[CaseRow]
    page: int
    pages: int


class CaseDocument(Answer):
    """`seen` goes along with a decision: it says up to where the case was read.

    `own`: it is about something of the moderator's who asks, so another must decide. `judged_before`: an appeal that
    waits is against a decision of theirs, so another should.
    """

    id: str
    about: About
    urgent: bool
    waiting_since: AwareDatetime | None
    owner: str
    possible_outcomes: list[str]
    notices: list[WaitingNotice]
    appeals: list[AppealDocument]
    decisions: list[StatementDocument]
    events: list[EventDocument]
    seen: str
    own: bool
    judged_before: bool


class CasesAsked(Question):
    category: Category | None = None
    decided: bool = False
    page: int = Field(1, ge=1, le=100_000)


class CaseOpened(Question):
    about: str = Field(pattern=ABOUT)


class NewDecision(Question):
    """`ground` and `reference` are needed to take something down."""

    outcome: Outcome
    facts: Annotated[str, Text(5000, 1)]
    ground: Ground | None = None
    reference: Annotated[str, Text(300)] = ""
    seen: str = Field(pattern=r"^[a-z2-7]{16}$")
