from typing import Annotated, Literal

from pydantic import AwareDatetime, StrictBool

from .base import Answer, Question, Text, Uid, optional

RoleName = Literal["performer", "recording", "composition", "lyrics"]


class HoldingDocument(Answer):
    """`holder`: the name that others see. `mandate`: that the society agrees has been shown."""

    id: str
    track: str
    role: str
    holder: str
    party: str
    mine: bool
    standing: str
    society: str
    mandate: bool
    created_at: AwareDatetime
    answered_at: AwareDatetime | None


class Holdings(Answer):
    items: list[HoldingDocument]


class HoldingAnswer(Question):
    mine: StrictBool


class Society(Question):
    """Empty: none administers it."""

    society: Annotated[str, Text(80)]


class Evidence(Question):
    evidence: Annotated[str, Text(2000, 1)]


class NewInvitation(Question):
    """`party`: of a holder who has no account yet. `email`: only to have us write to them, once."""

    party: Uid
    email: Annotated[str, Text(254)] = ""


class InvitationDocument(Answer):
    url: str
    letter: bool


class NewDispute(Question):
    role: RoleName
    grounds: Annotated[str, Text(2000, 1)]


class DisputeAnswerDocument(Answer):
    by: str
    text: str
    at: AwareDatetime


class NewDisputeAnswer(Question):
    """Moderators read it; who raised the dispute is told that there is an answer."""

    text: Annotated[str, Text(2000, 1)]


class DisputeDocument(Answer):
    """`grounds` and who raised it: for moderators, and for who raised it. `answers`: for moderators; else one's own."""

    id: str
    track: str
    role: str
    grounds: str
    raised_by: str
    answers: list[DisputeAnswerDocument]
    opened_at: AwareDatetime
    closed_at: AwareDatetime | None
    outcome: str
    upheld: bool | None


class Disputes(Answer):
    items: list[DisputeDocument]


class DisputeDecision(Question):
    """`upheld`: who raised it holds the right too, from now on. Both sides read the outcome."""

    upheld: StrictBool
    outcome: Annotated[str, Text(2000, 1)]


class MandateDocument(Answer):
    id: str
    holding: str
    track: str
    role: str
    holder: str
    society: str
    evidence: str
    offered_at: AwareDatetime
    decided_at: AwareDatetime | None
    confirmed: bool | None
    note: str


class Mandates(Answer):
    items: list[MandateDocument]


class MandateDecision(Question):
    confirmed: StrictBool
    note: Annotated[str, Text(2000)] = ""


class ListeningDocument(Answer):
    """`by_signal`: personalising is off because the browser sends Global Privacy Control."""

    history: bool
    personalise: bool
    by_signal: bool


class ListeningChange(Question):
    history: StrictBool = optional()
    personalise: StrictBool = optional()
