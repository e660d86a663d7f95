from datetime import date
from typing import Annotated

from pydantic import AwareDatetime

from .base import Answer, Question, Text


class SuccessionDocument(Answer):
    """Somebody who has died and for whom I speak. `id`: for `for` in the consents."""

    id: str
    name: str
    died_at: AwareDatetime
    since: AwareDatetime


class Successions(Answer):
    items: list[SuccessionDocument]


class DeathDocument(Answer):
    """`successor`: their name; empty as long as nobody speaks for the party."""

    id: str
    name: str
    died_at: AwareDatetime
    successor: str
    since: AwareDatetime | None


class Deaths(Answer):
    items: list[DeathDocument]


class NewDeath(Question):
    """`email`: of the account of who has died."""

    email: Annotated[str, Text(254, 1)]
    died_on: date


class NewSuccessor(Question):
    """`email`: of the successor's account; `evidence`: what was seen, and when."""

    email: Annotated[str, Text(254, 1)]
    evidence: Annotated[str, Text(2000, 1)]
