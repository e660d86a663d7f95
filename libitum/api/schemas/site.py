from pydantic import Field

from .base import Answer, Question


class Address(Question):
    url: str = Field(
        min_length=1, max_length=2000, pattern=r"^[^\x00]*$", description="With or without the host; a former one too."
    )


class Choice(Answer):
    """`code`: as a change of a work takes it."""

    code: str
    name: str


class LicenceChoice(Choice):
    """`offered`: for one's own music; others come with music that was published under them already."""

    url: str
    offered: bool


class Choices(Answer):
    genres: list[Choice]
    languages: list[Choice]
    licences: list[LicenceChoice]
