"""Ends of an attempt that are nobody's refusal."""

OUR_FAULT = "our_fault"


class DiskFull(Exception):  # noqa: N818 -- a state of things
    """There is no room to work in. Nothing is lost; it goes on when there is."""

    code = "disk_full"


# The media store is not to be had (stores.StoreAway): likewise.
STORE_AWAY = "store_away"


class TryLater(Exception):  # noqa: N818 -- a state of things
    """Something else must be finished first, in seconds."""


class BytesMissing(Exception):  # noqa: N818 -- named for what happened
    """Neither the received bytes nor their original are to be found."""
