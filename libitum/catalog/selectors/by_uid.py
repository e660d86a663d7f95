"""Works by their public name, for programs."""

from django.db.models import FilteredRelation, Q

from libitum.catalog.models import Track
from libitum.catalog.viewers import Viewer


def track_by_uid(uid: str, viewer: Viewer) -> Track | None:
    """With artist, picture and, where it can be heard, the recording as `current_master`: one query."""
    heard = FilteredRelation("masters", condition=Q(masters__current=True) & ~Q(masters__prefix=""))
    works = Track.objects.visible_to(viewer).annotate(current_master=heard)
    found: Track | None = works.select_related("artist", "artwork", "current_master").filter(uid=uid).first()
    return found
