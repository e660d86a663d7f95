from typing import Annotated

from pydantic import AwareDatetime, Field

from .base import Answer, Question


class UploadedTrack(Answer):
    uid: str
    title: str
    url: str


class Pin(Answer):
    """The checkpoint of the transparency log when all had been received. Keep it: the log must go on from it."""

    origin: str
    size: int
    root: str
    checkpoint: str


class Receipt(Answer):
    """What came, when, and what has become of it. `size` and `received` in bytes, `progress` in percent of the stage.

    `receipt`: the page that says the same to people. `sentence`: why it was refused (`reason` is the code of that),
    has failed, or waits. `failed`: by our fault; it can be tried again.
    """

    uid: str
    url: str
    receipt: str
    filename: str
    size: int
    received: int
    state: str
    state_label: str
    sha256: str
    created_at: AwareDatetime
    received_at: AwareDatetime | None
    expires_at: AwareDatetime | None
    track: UploadedTrack | None
    stage: str
    stage_label: str
    progress: int
    ready: bool
    failed: bool
    reason: str
    sentence: str
    log: Pin | None


class PartNumbers(Question):
    numbers: Annotated[list[Annotated[int, Field(ge=1, le=10_000)]], Field(min_length=1, max_length=100)]


class PartAddress(Answer):
    """PUT exactly `size` bytes to `url`, without the key and without any other header. It is good for an hour."""

    number: int
    size: int
    url: str


class Parts(Answer):
    """What the store has: the numbers of the parts that are whole, and their bytes together (`received`).

    Each part has `part_size` bytes, the last one what is left.
    """

    part_size: int
    parts: list[int]
    received: int
