"""What machines are told, now and on a day."""

import re
from datetime import date
from typing import Annotated, Any

from pydantic import AwareDatetime, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from .base import Answer, Key, Question

DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def a_day(value: object) -> object:
    """ISO 8601 has other forms of a day, and numbers would be taken for seconds."""
    wrong = PydanticCustomError("day", "not a day")
    if not DAY.fullmatch(str(value)):
        raise wrong
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise wrong from None


Day = Annotated[date, BeforeValidator(a_day)]


class OnADay(Question):
    on: Day | None = Field(None, description="A day in UTC, as 2026-11-20; without one, this moment.")


class TrackOnADay(Key):
    on: Day | None = Field(None, description="A day in UTC, as 2026-11-20; without one, this moment.")


class SignalVersion(Answer):
    """`since` it held, `until` the next; null while it holds. `entry`: its place in the log, null while no signed
    checkpoint holds it. `file`: the published document, whose SHA-256 is `sha256`; `document`: what it says, null where
    what is kept isn't what the log names.
    """

    number: int
    sha256: str
    since: AwareDatetime
    until: AwareDatetime | None
    entry: int | None
    file: str
    document: dict[str, Any] | None


class SiteSignals(Answer):
    """Every version that held at any time of the day; none before the first, and of a day to come (`to_come`)."""

    on: date | None
    to_come: bool
    items: list[SignalVersion]


class SignalTurn(Answer):
    """From `since` on the work was `open` to everybody who wants to train, or closed. Every work begins closed."""

    open: bool
    since: AwareDatetime
    until: AwareDatetime | None
    entry: int | None


class SignalsTold(Answer):
    """What its carriers said in one stretch of time, as long as it was public, by a version of the whole."""

    open: bool
    since: AwareDatetime
    until: AwareDatetime | None
    version: int
    sha256: str
    version_entry: int | None
    entry: int | None
    headers: dict[str, str]
    metas: dict[str, str]
    tags: dict[str, str]


class TrackSignals(Answer):
    """`allowance`: what its licence has given anyway, which no signal takes back; empty where all is reserved."""

    track: str
    on: date | None
    to_come: bool
    public: bool
    licence: str
    allowance: str
    told: list[SignalsTold]
    turns: list[SignalTurn]
