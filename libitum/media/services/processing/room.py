from libitum.media.disk import free_bytes

from .problems import DiskFull

# Of all renditions together, per second of sound, with what the encoders may need more for a difficult passage.
BYTES_PER_SECOND = 80_000


def require_room(seconds: float) -> None:
    """Before work that would fill the disk half-way."""
    require_bytes(seconds * BYTES_PER_SECOND)


def require_bytes(count: float) -> None:
    if free_bytes() < count:
        raise DiskFull
