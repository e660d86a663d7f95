from libitum.api.schemas.artwork import Picture, PictureState
from libitum.catalog.models import Artist, Release, Track
from libitum.catalog.viewers import Viewer
from libitum.media.addresses import artwork_urls
from libitum.media.models import Artwork
from libitum.media.reasons import why_picture

Work = Artist | Release | Track


def picture_of(work: Work, viewer: Viewer) -> Picture | None:
    """The work must come with its `artwork` (select_related)."""
    artwork: Artwork | None = getattr(work, "artwork", None)
    return picture(artwork, viewer) if artwork else None


def picture(artwork: Artwork, viewer: Viewer) -> Picture:
    images = {str(width): url for width, url in artwork_urls(artwork, viewer).items()}
    return Picture(alt=artwork.alt, width=artwork.width, height=artwork.height, images=images)


def picture_state(work: Work, viewer: Viewer) -> PictureState:
    """Of one work, for its owner."""
    sent = work.pictures.select_related("job").order_by("-created_at", "-pk").first()
    offered = Artwork.objects.filter(offered_with__track=work).first() if isinstance(work, Track) else None
    return PictureState(
        shown=picture_of(work, viewer),
        state=sent.state if sent else "",
        sentence=why_picture(sent) if sent else "",
        offered=picture(offered, viewer) if offered else None,
    )
