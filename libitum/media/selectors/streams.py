"""Which bytes somebody may have. What isn't visible any more is no longer found."""

from django.db.models import CharField, DateTimeField, F, Q, QuerySet
from django.utils import timezone

from libitum.catalog.models import Artist, Release, Track
from libitum.catalog.viewers import Viewer
from libitum.common.prepared import Given, Prepared
from libitum.media.models import Artwork, JobState, Master, Stamped, StampedKind


def audible() -> QuerySet[Master]:
    """Recordings heard now, with `trainable_since` of their track. A replaced one is gone with all made of it."""
    return Master.objects.filter(current=True).exclude(prefix="").annotate(trainable_since=F("track__trainable_since"))


@Prepared
def listed_master() -> QuerySet[Master]:
    """Asked for each piece of sound that anybody hears."""
    listed = Track.objects.listed(Given("now", DateTimeField()))
    track, master = Given("track", CharField()), Given("master", CharField())
    return audible().filter(uid=master, track__uid=track, track__in=listed)


def find_listed_master(track_uid: str, master_uid: str) -> Master | None:
    return listed_master.first(track=track_uid, master=master_uid, now=timezone.now())


def find_visible_master(viewer: Viewer, track_uid: str, master_uid: str) -> Master | None:
    visible = Track.objects.visible_to(viewer)
    return audible().filter(uid=master_uid, track__uid=track_uid, track__in=visible).first()


def find_original(viewer: Viewer, track_uid: str, master_uid: str) -> Master | None:
    """One's own, with its original, its track and the artist."""
    if viewer.user_id is None:
        return None
    masters = Master.objects.filter(uid=master_uid, track__uid=track_uid, current=True)
    mine = masters.filter(track__artist__owner_id=viewer.user_id, track__in=Track.objects.visible_to(viewer))
    return mine.select_related("original", "track__artist").first()


def find_offered(viewer: Viewer, track_uid: str, master_uid: str) -> Master | None:
    """One that its artist lets listeners keep, with its track and the artist."""
    masters = audible().filter(uid=master_uid, track__uid=track_uid, track__downloadable=True)
    return masters.filter(track__in=Track.objects.visible_to(viewer)).select_related("track__artist").first()


def stamped_file(master: Master, kind: StampedKind) -> Stamped | None:
    """The one that may go out now, with its track: one query. None: it isn't ready, or not wanted."""
    row = Stamped.objects.filter(master=master, kind=kind).select_related("master__track__artist").first()
    return row if row is not None and row.may_go_out else None


def is_given_up(master: Master) -> bool:
    """Its download could not be made, by our fault."""
    failed = Stamped.objects.filter(master=master, kind=StampedKind.DOWNLOAD, job__state=JobState.FAILED)
    return failed.exists()


def find_listed_artwork(uid: str) -> Artwork | None:
    listed = Q(track__in=Track.objects.listed()) | Q(release__in=Release.objects.listed())
    return Artwork.objects.filter(listed | Q(artist__in=Artist.objects.listed()), uid=uid).first()


def find_visible_artwork(viewer: Viewer, uid: str) -> Artwork | None:
    visible = Q(track__in=Track.objects.visible_to(viewer)) | Q(release__in=Release.objects.visible_to(viewer))
    visible |= Q(artist__in=Artist.objects.visible_to(viewer))
    if viewer.user_id is not None:  # the cover that came with a recording is its artist's alone until taken up
        visible |= Q(offered_with__track__artist__owner_id=viewer.user_id)
    return Artwork.objects.filter(visible, uid=uid).first()
