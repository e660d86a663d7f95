from pydantic import AwareDatetime

from .base import Answer


class PlaybackArtist(Answer):
    name: str
    url: str


class Loudness(Answer):
    """ITU-R BS.1770, as EBU R 128 measures a whole programme."""

    integrated_lufs: float
    true_peak_dbtp: float | None


class Stream(Answer):
    """`url`: one CMAF file, cut into the byte ranges that `playlist` lists. A decoder yields `delay_samples` first."""

    codec: str
    mime: str
    url: str
    playlist: str
    delay_samples: int


class Progressive(Answer):
    mime: str
    url: str


class Playback(Answer):
    """All a player needs. `expires_at`: when these addresses end and this has to be asked for again."""

    id: str
    title: str
    url: str
    artist: PlaybackArtist
    artwork: str | None
    duration_ms: int
    sample_rate: int
    samples: int
    loudness: Loudness | None
    streams: list[Stream]
    progressive: Progressive
    hls: str
    waveform: str
    expires_at: AwareDatetime | None
