from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BeforeValidator, StrictBool

from .artists import ArtistReference
from .base import Answer, Question, Text, Uid, optional, said_in_words


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
    hides_generated: bool
    adult: bool
    moderator: bool
    artists: list[ArtistReference]
    quota: Quota
    scopes: list[str]


class MeChange(Question):
    name: Annotated[str, Text(80, 1)] = optional()
    language: Literal["", "en", "fr", "it"] = optional()
    hides_generated: StrictBool = optional()


class BirthDate(Question):
    born_on: Annotated[date, BeforeValidator(said_in_words)]


class Farewell(Question):
    """`id`: of the account, as `/me` tells it: nothing is deleted by accident."""

    id: Uid


class Everything(Answer):
    """Columns by name. `recordings` of a track say what their bytes are; they are fetched one by one."""

    account: dict[str, Any]
    artists: list[dict[str, Any]]
    releases: list[dict[str, Any]]
    tracks: list[dict[str, Any]]
    uploads: list[dict[str, Any]]
    comments: list[dict[str, Any]]
    notices: list[dict[str, Any]]
    keys: list[dict[str, Any]]


class Session(Answer):
    """A browser in which I am signed in. `device`: what it says of itself. `current`: the one that asks."""

    id: int
    device: str
    started_at: AwareDatetime
    seen_at: AwareDatetime
    current: bool


class Sessions(Answer):
    items: list[Session]


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
