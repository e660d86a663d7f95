from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from libitum.accounts.models import User
from libitum.catalog.models import Artist, Track
from libitum.catalog.services import create_track
from libitum.media.disk import free_bytes
from libitum.media.models import Upload
from libitum.media.selectors.uploads import open_uploads, promised_bytes, quota_of

from .names import clean_filename, title_of
from .problems import DiskFull, EmptyFile, OverQuota, TooLarge, TooManyOpen
from .targets import own_artist, own_track


@transaction.atomic
def create_upload(
    *,
    actor: User,
    length: int,
    filename: str = "",
    artist: Artist | None = None,
    track: Track | None = None,
    title: str = "",
    metadata: str = "",
    on_disk: bool = False,
) -> Upload:
    """Room for `length` bytes. Without `track`, a private draft is made that can be filled in while the bytes travel.

    With `track` the recording becomes its new master. `artist` may be left out by who has one page only.
    `on_disk`: the bytes lie in UPLOAD_ROOT already. Raises UploadProblem in words, ValidationError for a title that
    can't be.
    """
    # One person's uploads are created one after the other, so that two can't share the same last bytes of a quota.
    User.objects.select_for_update().get(pk=actor.pk)
    require_room(actor, length, on_disk=on_disk)
    name = clean_filename(filename)
    target = own_track(actor, track) or create_track(
        actor=actor, artist=own_artist(actor, artist), title=title.strip() or title_of(name)
    )
    return Upload.objects.create(
        created_at=later_than_all(target),
        owner=actor,
        track=target,
        made_draft=track is None,
        filename=name,
        length=length,
        metadata=metadata,
        expires_at=next_expiry(),
    )


def later_than_all(track: Track) -> datetime:
    """Of two recordings of a work the one begun later is meant, also where the clock was set back in between."""
    newest = Upload.objects.filter(track=track).aggregate(newest=Max("created_at"))["newest"]
    return max(timezone.now(), newest + timedelta(microseconds=1)) if newest else timezone.now()


def require_room(actor: User, length: int, *, on_disk: bool = False) -> None:
    if length == 0:
        raise EmptyFile
    if length > settings.UPLOAD_MAX_BYTES:
        raise TooLarge(length, settings.UPLOAD_MAX_BYTES)
    if (number := open_uploads(actor)) >= settings.UPLOADS_OPEN_AT_ONCE:
        raise TooManyOpen(number)
    quota = quota_of(actor)
    if length > quota.free:
        raise OverQuota(length, quota.free, quota.limit)
    # Room for all that is on its way, so that whoever was let in first can finish.
    if not on_disk and length + promised_bytes() > free_bytes():
        raise DiskFull


def next_expiry() -> datetime:
    """Counted anew from each time that bytes arrive."""
    return timezone.now() + timedelta(seconds=settings.UPLOAD_EXPIRES_SECONDS)
