from typing import Annotated, Any

from pydantic import AwareDatetime, Field

from .base import Answer, Moment, Paged, Question, Text, Uid

# One call decides for a large catalogue at once.
MOST = 5000
Territory = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]


class ConsentDocument(Answer):
    """A decision as it stands. No `track` and no `release`: about everything of mine."""

    id: str
    purpose: str
    allowed: bool
    track: str | None
    release: str | None
    taker: str = Field(description="`instance`, a named party, or `*` for anybody; empty: a refusal for all.")
    model: str
    version: str
    territories: list[str]
    commercial: bool
    credit: str
    share: int | None = Field(description="Of the income, in thousandths.")
    since: AwareDatetime | None
    until: AwareDatetime | None
    signed: bool
    said_at: AwareDatetime
    receipt: str


class SpeakingFor(Question):
    """`for`: somebody who has died and whose successor I am, by the id in `GET /successions`; empty: for myself."""

    speaking_for: str = Field("", alias="for", max_length=16)


class PagedFor(Paged, SpeakingFor):
    pass


class Consents(Answer):
    items: list[ConsentDocument]
    next: str | None


class NewConsent(Question):
    """About one work, or about everything when it names none.

    `inherits`, with `allowed` false: the work or release says nothing of its own any more, and what I say for its
    release, or for everything, holds for it.
    """

    purpose: Annotated[str, Text(40, least=1)]
    allowed: bool
    track: Uid | None = None
    release: Uid | None = None
    taker: Annotated[str, Text(40)] = "instance"
    model: Annotated[str, Text(80)] = ""
    version: Annotated[str, Text(40)] = ""
    territories: list[Territory] = Field(default_factory=list, max_length=249)
    commercial: bool = True
    since: Moment | None = None
    until: Moment | None = None
    inherits: bool = False


class NewConsents(Question):
    decisions: list[NewConsent] = Field(min_length=1, max_length=MOST)


class ConsentReceipt(Answer):
    id: str
    said_at: AwareDatetime
    signed: bool
    grants: int
    refusals: int
    returns: int = Field(description="Works and releases that say nothing of their own any more.")
    sha256: str


class ConsentReceipts(Answer):
    items: list[ConsentReceipt]
    next: str | None


class ConsentReceiptDocument(Answer):
    """What `libitum-verify receipt` reads; the format is documented."""

    v: int
    type: str
    schema_version: str | None = Field(default=None, description="None in receipts of the first version.")
    receipt_id: str | None = Field(default=None, description="As schema_version.")
    statement: dict[str, Any]
    sha256: str
    signature: dict[str, Any] | None
    log: dict[str, Any] | None = Field(description="Null until a checkpoint of the log holds the entry.")
    record: dict[str, Any] = Field(description="Fields of ISO/IEC TS 27560.")
