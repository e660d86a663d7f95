"""What all documents have in common: in, nothing unknown and no text that no database takes; out, what is said."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any

from annotated_types import GroupedMetadata
from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

UID = r"^[a-z2-7]{16}$"
CURSOR = r"^(-?[0-9]{1,20}-[a-z2-7]{16})?$"
Uid = Annotated[str, StringConstraints(pattern=UID)]
# Databases reckon in UTC and know no year 0.
EARLIEST, LATEST = datetime(1850, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)


def in_our_times(moment: datetime) -> datetime:
    if not EARLIEST <= moment <= LATEST:
        raise PydanticCustomError("moment_out_of_range", "out of range")
    return moment


def said_in_words(value: object) -> object:
    """Not as a number of seconds since who knows when."""
    if not isinstance(value, str):
        raise PydanticCustomError("datetime_type", "not a text")
    return value


def without_controls(text: str) -> str:
    """Line breaks and tabs are text; the rest of the control characters are not."""
    if any(char < " " and char not in "\n\r\t" for char in text) or "\x7f" in text:
        raise PydanticCustomError("control_characters", "control characters")
    return text


Moment = Annotated[AwareDatetime, BeforeValidator(said_in_words), AfterValidator(in_our_times)]


@dataclass(frozen=True)
class Text(GroupedMetadata):
    """So many characters, without blanks at the ends."""

    most: int
    least: int = 0

    def __iter__(self) -> Iterator[object]:
        yield StringConstraints(min_length=self.least, max_length=self.most, strip_whitespace=True)
        yield AfterValidator(without_controls)


def without_default(schema: dict[str, Any]) -> None:
    schema.pop("default", None)


def optional(**limits: Any) -> Any:
    """A field that may be left out, which isn't the same as null: see `given`."""
    return Field(default=None, json_schema_extra=without_default, **limits)


class Question(BaseModel):
    """A body or query that a client sends."""

    model_config = ConfigDict(extra="forbid")

    def given(self, *but: str) -> dict[str, Any]:
        """What was sent, by name."""
        return {name: getattr(self, name) for name in self.model_fields_set if name not in but}


class Answer(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Key(Question):
    key: str = Field(
        "", max_length=64, pattern=r"^[A-Za-z0-9_-]*$", description="The secret of a link, where one is needed."
    )


class Paged(Question):
    limit: int = Field(20, ge=1, le=100)
    cursor: str = Field("", max_length=60, pattern=CURSOR, description="`next` of the page before.")
