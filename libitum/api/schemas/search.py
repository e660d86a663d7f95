from pydantic import Field

from .artists import ArtistRow
from .base import Answer, Question
from .releases import ReleaseRow
from .tracks import TrackRow


class SearchAsked(Question):
    q: str = Field(
        min_length=1, max_length=200, pattern=r"^[^\x00]*$", description="Words; of the last one its beginning."
    )
    limit: int = Field(20, ge=1, le=50)


class Found(Answer):
    """Best first."""

    tracks: list[TrackRow]
    releases: list[ReleaseRow]
    artists: list[ArtistRow]
