"""What a backup holds beyond its database: the media are copied after it, and new ones arrive meanwhile.

Nobody refers to these where they come back. Sets of files become leftovers, which are swept away; originals go at once:
what was being made of them is begun again from the bytes of their uploads, which the backup has, too.
"""

from django.db import connections

from libitum.media.models import Leftover, Original
from libitum.media.services.leftovers import discard, is_published
from libitum.media.storage import media

from .create import ORIGINALS
from .files import media_objects

# `masters/<uid>/<attempt>`, and likewise artwork and stamped files.
PARTS_OF_A_PREFIX = 3


def forget_strangers() -> int:
    """Right after a restoration, before anything works on the instance. Answers with the number of objects."""
    connections.close_all()  # they knew the empty database
    known = {original.storage_name for original in Original.objects.all()}
    found, prefixes = 0, dict[str, bool]()
    for name in list(media_objects()):
        if name.startswith(ORIGINALS):
            if name not in known:
                media().delete(name)
                found += 1
            continue
        prefix = "/".join(name.split("/")[:PARTS_OF_A_PREFIX])
        if prefix not in prefixes:
            prefixes[prefix] = is_published(prefix) or Leftover.objects.filter(prefix=prefix).exists()
        found += not prefixes[prefix]
    for prefix, is_known in prefixes.items():
        if not is_known:
            discard(prefix)
    return found
