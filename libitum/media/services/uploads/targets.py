"""Which of one's pages and tracks a recording goes to. Other people's are as unknown as those that don't exist."""

from libitum.accounts.models import User
from libitum.catalog.models import Artist, Track

from .problems import NoArtist, UnknownWork, WhichArtist


def named_artist(user: User, uid: str) -> Artist | None:
    """None if no name was given; raises UnknownWork."""
    if not uid:
        return None
    artist = user.artists.filter(uid=uid).first()
    if artist is None:
        raise UnknownWork
    return artist


def named_track(user: User, uid: str) -> Track | None:
    """None if none was named; raises UnknownWork."""
    if not uid:
        return None
    track: Track | None = Track.objects.owned_by(user.pk).filter(uid=uid).select_related("artist").first()
    if track is None:
        raise UnknownWork
    return track


def own_track(actor: User, track: Track | None) -> Track | None:
    if track is not None and track.artist.owner_id != actor.pk:
        raise UnknownWork
    return track


def own_artist(actor: User, artist: Artist | None) -> Artist:
    """The page given, or the only one there is."""
    if artist is not None:
        if artist.owner_id != actor.pk:
            raise UnknownWork
        return artist
    pages = list(actor.artists.all()[:2])
    if not pages:
        raise NoArtist
    if len(pages) > 1:
        raise WhichArtist
    return pages[0]
