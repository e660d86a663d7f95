from typing import Annotated, Literal

from pydantic import AwareDatetime

from .artists import ArtistReference
from .base import Answer, Question, Text, optional


class Quota(Answer):
    """In bytes."""

    limit: int
    used: int


class Me(Answer):
    """`scopes`: what this key may do; all of them in a signed-in browser."""

    id: str
    name: str
    email: str
    language: str
    adult: bool
    moderator: bool
    artists: list[ArtistReference]
    quota: Quota
    scopes: list[str]


class MeChange(Question):
    name: Annotated[str, Text(80, 1)] = optional()
    language: Literal["", "en", "fr", "it"] = optional()


class TokenDocument(Answer):
    """A key as it can be seen again: without what opens."""

    id: str
    name: str
    scopes: list[str]
    created_at: AwareDatetime
    expires_at: AwareDatetime | None
    revoked_at: AwareDatetime | None
    last_used_at: AwareDatetime | None
    active: bool


class Tokens(Answer):
    items: list[TokenDocument]
