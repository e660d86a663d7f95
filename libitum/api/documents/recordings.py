from libitum.api.schemas.recordings import Offered, Recording
from libitum.catalog.models import Track
from libitum.catalog.viewers import Viewer
from libitum.media.models import Master
from libitum.media.selectors.offers import Offer
from libitum.media.streaming.files import original_type

from .pictures import picture


def recording(track: Track, master: Master) -> Recording:
    """The master must come with `original` and `upload`."""
    media_type, _extension = original_type(master)
    return Recording(
        id=master.uid,
        uploaded_as=master.upload.filename if master.upload else "",
        media_type=media_type,
        size=master.original.size,
        sha256=master.original.sha256,
        codec=master.codec,
        channels=master.channels,
        sample_rate=master.sample_rate,
        duration_ms=track.duration_ms or 0,
        integrated_lufs=master.integrated_lufs,
        true_peak_dbtp=master.true_peak_dbtp,
        loudness_range_lu=master.loudness_range_lu,
        ready_at=master.ready_at,
    )


def offered(offer: Offer | None, viewer: Viewer) -> Offered:
    if offer is None:
        return Offered(fields={}, composer="", artist="", album="", cover=None)
    cover = picture(offer.cover, viewer) if offer.cover else None
    return Offered(fields=offer.fields, composer=offer.composer, artist=offer.artist, album=offer.album, cover=cover)
