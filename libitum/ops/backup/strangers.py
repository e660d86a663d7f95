"""What a backup holds beyond its database: the media are copied after it, and new ones arrive meanwhile.

Nobody refers to these where they come back. Sets of files become leftovers, which are swept away; originals go at once:
what was being made of them is begun again from the bytes of their uploads, which the backup has, too.
"""

from django.db import connections

from libitum.media.models import Leftover, Original
from libitum.media.services.leftovers import discard, is_published
from libitum.media.storage import media

from .create import ORIGINALS

# Each set lies in a folder of its own below these: `masters/<uid>/<attempt>` and so on.
SETS = ("masters/", "artwork/", "stamped/")


def forget_strangers() -> int:
    """Right after a restoration, before anything works on the instance. Answers with the number of objects."""
    connections.close_all()  # they knew the empty database
    return forget_originals() + forget_sets()


def forget_originals() -> int:
    known = {original.storage_name for original in Original.objects.iterator()}
    strangers = [name for name in media().names(ORIGINALS) if name not in known]
    for name in strangers:
        media().delete(name)
    return len(strangers)


def forget_sets() -> int:
    names = [name for kind in SETS for name in media().names(kind)]
    prefixes = {name.rpartition("/")[0] for name in names}
    strangers = {prefix for prefix in prefixes if not (is_published(prefix) or is_leftover(prefix))}
    for prefix in strangers:
        discard(prefix)
    return sum(name.rpartition("/")[0] in strangers for name in names)


def is_leftover(prefix: str) -> bool:
    """Known to be nobody's already, and swept away in its time."""
    return Leftover.objects.filter(prefix=prefix).exists()
