from typing import Annotated

from pydantic import AwareDatetime

from .base import Answer, Question, Text, Uid


class NewMatch(Question):
    """`other`: the work under the other account that is the same recording."""

    other: Uid
    note: Annotated[str, Text(2000, 1)]


class NewMatchOfTwo(NewMatch):
    track: Uid


class MatchDocument(Answer):
    """`track`: the work from which it is seen. `other` and `note`: for moderators, and for who reported it."""

    id: str
    track: str
    other: str
    found_by: str
    note: str
    mine: bool
    opened_at: AwareDatetime
    closed_at: AwareDatetime | None
    outcome: str


class Matches(Answer):
    items: list[MatchDocument]


class MatchDecision(Question):
    """Why it is settled: both sides read it."""

    outcome: Annotated[str, Text(2000, 1)]
