from libitum.catalog.models import Artist, Release, Track
from libitum.catalog.selectors.desk import former_addresses
from libitum.catalog.viewers import Viewer


def former(work: Artist | Track | Release, viewer: Viewer) -> list[str]:
    """Addresses that lead here still: its artist's own business."""
    owner_id = work.owner_id if isinstance(work, Artist) else work.artist.owner_id
    return former_addresses(work) if owner_id == viewer.user_id else []
