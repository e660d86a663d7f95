from typing import Annotated

from pydantic import AwareDatetime

from .base import Answer, Moment, Question, Text


class SecretLinkDocument(Answer):
    """`url`: the page to hand out. `key`: what other operations take as `key`."""

    id: str
    label: str
    key: str
    url: str
    created_at: AwareDatetime
    expires_at: AwareDatetime | None
    revoked_at: AwareDatetime | None
    active: bool


class SecretLinks(Answer):
    items: list[SecretLinkDocument]


class NewSecretLink(Question):
    label: Annotated[str, Text(80)] = ""
    expires_at: Moment | None = None
