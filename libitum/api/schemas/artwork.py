from typing import Annotated

from pydantic import Field

from .base import Answer, Question, Text


class Picture(Answer):
    """`images`: addresses by their width in pixels, as text. `width` and `height`: of what was given."""

    alt: str
    width: int
    height: int
    images: dict[str, str]


class PictureState(Answer):
    """`shown`: the picture now. `state`: of the one sent last: `received`, `ready` or `refused`; empty for none.

    `sentence`: why it was refused, or what it waits for. `offered`: the cover that came inside the recording.
    """

    shown: Picture | None
    state: str
    sentence: str
    offered: Picture | None


class PictureAsked(Question):
    alt: str = Field("", max_length=300, pattern=r"^[^\x00-\x1f\x7f]*$", description="What it shows, in words.")


class PictureWords(Question):
    alt: Annotated[str, Text(300)]
