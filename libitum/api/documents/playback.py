from libitum.api.schemas.playback import Loudness, Playback, PlaybackArtist, Progressive, Stream
from libitum.catalog.models import Track
from libitum.catalog.viewers import Viewer
from libitum.media.addresses import TrackMedia, artwork_url
from libitum.media.models import Master

SAMPLE_RATE = 48_000
# On a phone's lock screen.
ARTWORK_WIDTH = 640


def playback(track: Track, media: TrackMedia, viewer: Viewer) -> Playback:
    artwork = getattr(track, "artwork", None)
    return Playback(
        id=track.uid,
        title=track.title,
        url=track.get_absolute_url(),
        artist=PlaybackArtist(name=track.artist.name, url=track.artist.get_absolute_url()),
        artwork=artwork_url(artwork, ARTWORK_WIDTH, viewer) if artwork else None,
        duration_ms=track.duration_ms or 0,
        sample_rate=SAMPLE_RATE,
        samples=media.master.samples or 0,
        loudness=loudness(media.master),
        streams=[stream(row, media) for row in media.master.renditions if row["playlist"]],
        progressive=Progressive(mime="audio/mpeg", url=media.progressive),
        hls=media.hls,
        waveform=media.waveform,
        expires_at=media.expires_at,
    )


def stream(row: dict[str, str], media: TrackMedia) -> Stream:
    return Stream(
        codec=row["kind"],
        mime=f'{row["media_type"]}; codecs="{row["codecs"]}"',
        url=media.file(row["file"]),
        playlist=media.file(row["playlist"]),
        delay_samples=int(row["delay"]),
    )


def loudness(master: Master) -> Loudness | None:
    """None for silence, which has none."""
    if master.integrated_lufs is None:
        return None
    return Loudness(integrated_lufs=master.integrated_lufs, true_peak_dbtp=master.true_peak_dbtp)
