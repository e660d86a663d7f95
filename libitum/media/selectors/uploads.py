"""Uploads are seen by the person who sends them and by nobody else."""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q, QuerySet, Sum
from django.utils import timezone

from libitum.accounts.models import User
from libitum.catalog.models import Track
from libitum.media.models import JobState, Original, Upload, UploadState

# States in which the bytes are, or will be, the part's.
IN_PROGRESS = (UploadState.RECEIVING, UploadState.RECEIVED, UploadState.CHECKING)


@dataclass(frozen=True, slots=True)
class Quota:
    """In bytes."""

    limit: int
    used: int

    @property
    def free(self) -> int:
        return max(0, self.limit - self.used)

    @property
    def high(self) -> int:
        """From here on it is getting tight."""
        return self.limit * 9 // 10


def uploads_of(user: User) -> QuerySet[Upload]:
    """Newest first, with what a list shows of them."""
    return Upload.objects.filter(owner=user).select_related("track__artist", "job").order_by("-created_at", "-pk")


def find_upload(user: User, uid: str) -> Upload | None:
    return uploads_of(user).filter(uid=uid).first()


def unfinished_uploads(user: User) -> QuerySet[Upload]:
    """Those that can still go on, or are being made ready."""
    working = Q(state=UploadState.ACCEPTED) & ~Q(job__state=JobState.DONE) & Q(job__isnull=False)
    return uploads_of(user).filter(in_progress() | working, track__isnull=False)


def begun_with(user: User, metadata: str, length: int) -> Upload | None:
    """The open upload that the very same request made before."""
    return uploads_of(user).filter(receiving(), metadata=metadata, length=length, track__isnull=False).first()


def receiving() -> Q:
    return Q(state=UploadState.RECEIVING) & (Q(expires_at=None) | Q(expires_at__gt=timezone.now()))


def in_progress() -> Q:
    return receiving() | Q(state__in=(UploadState.RECEIVED, UploadState.CHECKING))


def quota_of(user: User) -> Quota:
    """Counts the originals of the person's tracks, and open uploads by the length they announced.

    What somebody else stores of the same bytes changes nothing here.
    """
    originals = Original.objects.filter(masters__track__artist__owner=user).distinct()
    stored = originals.aggregate(bytes=Sum("size"))["bytes"] or 0
    coming = Upload.objects.filter(in_progress(), owner=user).aggregate(bytes=Sum("length"))["bytes"] or 0
    limit = user.quota_bytes if user.quota_bytes is not None else settings.QUOTA_BYTES
    return Quota(limit=limit, used=stored + coming)


def open_uploads(user: User) -> int:
    return Upload.objects.filter(receiving(), owner=user).count()


def promised_bytes() -> int:
    """What open uploads of everybody have announced and not yet brought."""
    sums = Upload.objects.filter(receiving()).aggregate(length=Sum("length"), offset=Sum("offset"))
    return int(sums["length"] or 0) - int(sums["offset"] or 0)


def is_waiting_for_sound(track: Track) -> bool:
    """No recording is behind it and none is on its way."""
    return not track.masters.exists() and not track.uploads.filter(in_progress()).exists()
