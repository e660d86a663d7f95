from typing import Annotated

from pydantic import AnyHttpUrl, AwareDatetime, Field

from .artwork import Picture
from .base import Answer, Paged, Question, Text, optional


class ArtistReference(Answer):
    id: str
    name: str
    url: str


class ArtistRow(ArtistReference):
    place: str
    picture: Picture | None


class Link(Answer):
    label: str
    url: str


class ArtistDocument(ArtistRow):
    """`mine`: whether the caller may change it. `curated_note` says who keeps a page for somebody else.

    `former`: addresses that lead here still, told to its owner alone.
    """

    bio: str
    links: list[Link]
    curated_note: str
    created_at: AwareDatetime
    mine: bool
    taken_down: bool
    former: list[str]


class ArtistPage(Answer):
    items: list[ArtistRow]
    next: str | None


class ArtistsAsked(Paged):
    mine: bool = Field(False, description="My own pages.")


class LinkGiven(Question):
    label: Annotated[str, Text(60, 1)]
    url: AnyHttpUrl = Field(max_length=500)


class ArtistChange(Question):
    """What is left out stays. `slug`: the address below the site's root, made of the name unless given."""

    name: Annotated[str, Text(120, 1)] = optional()
    slug: Annotated[str, Text(120, 1)] = optional()
    bio: Annotated[str, Text(5000)] = optional()
    place: Annotated[str, Text(120)] = optional()
    curated_note: Annotated[str, Text(500)] = optional()
    links: list[LinkGiven] = optional(max_length=20)


class NewArtist(ArtistChange):
    name: Annotated[str, Text(120, 1)]
