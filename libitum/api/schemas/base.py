"""What all documents have in common: in, nothing unknown and no text that no database takes; out, what is said."""

from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

UID = r"^[a-z2-7]{16}$"
Uid = Annotated[str, StringConstraints(pattern=UID)]
Moment = AwareDatetime


def without_controls(text: str) -> str:
    """Line breaks and tabs are text; the rest of the control characters are not."""
    if any(char < " " and char not in "\n\r\t" for char in text) or "\x7f" in text:
        raise PydanticCustomError("control_characters", "control characters")
    return text


def text(most: int, least: int = 0) -> Any:
    """Of so many characters, without blanks at the ends."""
    limits = StringConstraints(min_length=least, max_length=most, strip_whitespace=True)
    return Annotated[str, limits, AfterValidator(without_controls)]


class Question(BaseModel):
    """A body or query that a client sends."""

    model_config = ConfigDict(extra="forbid", strict=False)


class Answer(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Key(Question):
    key: str = Field(
        "", max_length=64, pattern=r"^[A-Za-z0-9_-]*$", description="The secret of a link, where one is needed."
    )


class Paged(Question):
    limit: int = Field(20, ge=1, le=100)
    cursor: str = Field(
        "", max_length=60, pattern=r"^([0-9]{1,20}-[a-z2-7]{16})?$", description="`next` of the page before."
    )
