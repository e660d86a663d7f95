"""Where comments are found: on the page of their track, as their reader came to it."""

from urllib.parse import quote

from libitum.catalog.models import Track


def track_address(track: Track, secret: str = "") -> str:
    """`secret`: the key of the secret link that the reader came with, if any."""
    return track.get_absolute_url() + (f"/s/{quote(secret, safe='')}" if secret else "")


def comment_address(address: str, uid: str) -> str:
    """`address` of the track's page, which finds the right page of comments by itself."""
    return f"{address}?comment={uid}#comment-{uid}"
