from typing import Annotated

from pydantic import AnyHttpUrl, AwareDatetime, Field, StrictBool, StrictInt

from libitum.catalog.models import AiUse, CreditRole, RightsBasis, Visibility

from .artists import ArtistReference
from .artwork import Picture
from .base import Answer, Moment, Paged, Question, Text, Uid, optional


class TrackRow(Answer):
    """`published_at`: the time of release, of scheduled works one to come; null for what isn't public."""

    id: str
    title: str
    url: str
    artist: ArtistReference
    artwork: Picture | None
    duration_ms: int | None
    genre: str
    licence: str
    explicit: bool
    downloadable: bool
    visibility: str
    published_at: AwareDatetime | None


class TrackPage(Answer):
    items: list[TrackRow]
    next: str | None


class CreditDocument(Answer):
    """`artist`: their page here, where they have one."""

    role: str
    name: str
    detail: str
    artist: ArtistReference | None


class AiInMaking(Answer):
    """Per element: `none`, `assisted`, `generated`, or nothing where nothing was said."""

    vocals: str
    instrumentation: str
    composition: str
    lyrics: str
    postproduction: str


class Sounding(Answer):
    """`tempo` in beats a minute; `key` as a tonic (`C#`, `Eb`) with its `mode`. `…_by`: `engine` or `artist`.

    `loudness_range` in LU. `engine`, `purpose` and `measured_at` say who measured what isn't the artist's word, and
    under which permission.
    """

    tempo: float | None
    tempo_by: str
    key: str
    mode: str
    key_by: str
    loudness_range: float | None
    engine: str
    purpose: str
    measured_at: AwareDatetime | None


class TrackDocument(TrackRow):
    """`heard`: whether there is a recording to play. `mine`: whether the caller may change it.

    `sounding`: nothing where nobody may listen, where nothing was found, and where the artist hides it.
    """

    slug: str
    description: str
    lyrics: str
    language: str
    tags: list[str]
    isrc: str
    rights_basis: str
    attribution: str
    source_url: str
    recorded_year: int | None
    ai: AiInMaking
    credits: list[CreditDocument]
    sounding: Sounding | None
    created_at: AwareDatetime
    updated_at: AwareDatetime
    heard: bool
    mine: bool
    taken_down: bool


class TracksAsked(Paged):
    artist: str = Field("", pattern=r"^([a-z2-7]{16})?$", description="The id of an artist.")
    tag: str = Field("", max_length=40, pattern=r"^[^\x00-\x1f]*$", description="A tag as it stands in addresses.")
    genre: str = Field("", max_length=40, pattern=r"^[a-z-]*$")
    mine: bool = Field(False, description="My own works, drafts included, by the time they were made.")


class CreditGiven(Question):
    """`artist`: the id of their page here; `name` may then be left out."""

    role: CreditRole
    name: Annotated[str, Text(120)] = ""
    artist: Uid | None = None
    detail: Annotated[str, Text(80)] = ""


class AiInMakingGiven(Question):
    vocals: AiUse = optional()
    instrumentation: AiUse = optional()
    composition: AiUse = optional()
    lyrics: AiUse = optional()
    postproduction: AiUse = optional()


class TrackChange(Question):
    """What is left out stays. Public with a `publish_at` to come is scheduled; without one it is public at once.

    `slug`: the address below the artist's, made of the title unless given. `credits`, `tags`: replace all there were.
    """

    title: Annotated[str, Text(200, 1)] = optional()
    slug: Annotated[str, Text(120, 1)] = optional()
    description: Annotated[str, Text(5000)] = optional()
    lyrics: Annotated[str, Text(20000)] = optional()
    language: Annotated[str, Text(10)] = optional()
    genre: Annotated[str, Text(40)] = optional()
    tags: list[Annotated[str, Text(40)]] = optional(max_length=30)
    isrc: Annotated[str, Text(20)] = optional()
    licence: Annotated[str, Text(40)] = optional()
    rights_basis: RightsBasis = optional()
    attribution: Annotated[str, Text(300)] = optional()
    source_url: AnyHttpUrl | None = optional(max_length=500)
    explicit: StrictBool = optional()
    downloadable: StrictBool = optional()
    recorded_year: StrictInt | None = optional(ge=1850, le=2200)
    visibility: Visibility = optional()
    publish_at: Moment | None = optional()
    ai: AiInMakingGiven = optional()
    credits: list[CreditGiven] = optional(max_length=100)


class NewTrack(TrackChange):
    title: Annotated[str, Text(200, 1)]
    artist: Uid


class Original(Answer):
    """The recording as it was uploaded. `url` ends at `expires_at`; `size` in bytes."""

    url: str
    media_type: str
    size: int
    expires_at: AwareDatetime
