from typing import Annotated

from pydantic import AwareDatetime, Field

from libitum.catalog.models import ReleaseKind, Visibility

from .artists import ArtistReference
from .artwork import Picture
from .base import Answer, Moment, Paged, Question, Text, Uid, optional
from .tracks import TrackRow


class ReleaseRow(Answer):
    """`published_at`: the time of release, of scheduled works one to come; null for what isn't public."""

    id: str
    title: str
    url: str
    kind: str
    artist: ArtistReference
    artwork: Picture | None
    visibility: str
    published_at: AwareDatetime | None


class ReleasePage(Answer):
    items: list[ReleaseRow]
    next: str | None


class ReleaseDocument(ReleaseRow):
    """`tracks`: in their order, those of them that the caller may see. `former`: addresses that lead here still."""

    slug: str
    description: str
    tracks: list[TrackRow]
    created_at: AwareDatetime
    updated_at: AwareDatetime
    mine: bool
    taken_down: bool
    former: list[str]


class ReleasesAsked(Paged):
    artist: str = Field("", pattern=r"^([a-z2-7]{16})?$", description="The id of an artist.")
    track: str = Field("", pattern=r"^([a-z2-7]{16})?$", description="The id of a track: the releases it stands in.")
    mine: bool = Field(False, description="My own works, drafts included, by the time they were made.")


class ReleaseChange(Question):
    """What is left out stays. `tracks`: the ids of all tracks in their order; they must be yours."""

    title: Annotated[str, Text(200, 1)] = optional()
    slug: Annotated[str, Text(120, 1)] = optional()
    kind: ReleaseKind = optional()
    description: Annotated[str, Text(5000)] = optional()
    visibility: Visibility = optional()
    publish_at: Moment | None = optional()
    tracks: list[Uid] = optional(max_length=500)


class NewRelease(ReleaseChange):
    title: Annotated[str, Text(200, 1)]
    artist: Uid
