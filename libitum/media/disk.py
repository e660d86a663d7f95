"""How much the disk takes. A part of it is kept for the database and for the work in progress."""

from pathlib import Path
from shutil import disk_usage

from django.conf import settings


def free_bytes() -> int:
    """What uploads may still fill; the reserve is not counted."""
    root = Path(settings.UPLOAD_ROOT)
    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    return max(0, disk_usage(root).free - int(settings.DISK_RESERVE_BYTES))
