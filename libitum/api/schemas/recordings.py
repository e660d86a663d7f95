from pydantic import AwareDatetime

from .artwork import Picture
from .base import Answer


class Recording(Answer):
    """What is heard now: the file it was made of, and what was measured of it (EBU R 128). `size` in bytes.

    `uploaded_as`: the file's name, where its receipt is still kept.
    """

    id: str
    uploaded_as: str
    media_type: str
    size: int
    sha256: str
    codec: str
    channels: int | None
    sample_rate: int | None
    duration_ms: int
    integrated_lufs: float | None
    true_peak_dbtp: float | None
    loudness_range_lu: float | None
    ready_at: AwareDatetime | None


class Offered(Answer):
    """What the newest recording says of itself and the track doesn't. Nothing of it is taken by itself.

    `fields`: as a change of the track takes them. `composer`: a name for its credits.
    """

    fields: dict[str, str | int]
    composer: str
    artist: str
    album: str
    cover: Picture | None
