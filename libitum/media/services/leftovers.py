"""Removing what nobody refers to any more, and nothing else."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from libitum.common.rounds import take
from libitum.media.models import Artwork, Leftover, Master, Original, Stamped, Upload, UploadState
from libitum.media.storage import media, remove_folder

# An attempt has this long from its first stored file to publishing them all.
GRACE = timedelta(hours=1)
AT_ONCE = 200


def write_down(prefix: str) -> None:
    """Before the first file is put there: if nobody publishes the folder within the hour, it goes."""
    remove_after = timezone.now() + GRACE
    Leftover.objects.update_or_create(prefix=prefix, defaults={"remove_after": remove_after})


def discard(prefix: str) -> None:
    """What was published there is referred to no more."""
    if prefix:
        Leftover.objects.update_or_create(prefix=prefix, defaults={"remove_after": timezone.now()})


def remove_leftovers() -> int:
    """The row goes last, so that a sweep cut off here is done again."""
    rows = Leftover.objects.filter(remove_after__lte=timezone.now()).order_by("remove_after")[:AT_ONCE]
    for row in rows:
        with transaction.atomic():
            # Whoever would publish this folder takes the same row out: one of both finds it.
            if not Leftover.objects.select_for_update().filter(pk=row.pk).exists():
                continue
            if not is_published(row.prefix):
                remove_folder(row.prefix)
            row.delete()
    return len(rows)


def is_published(prefix: str) -> bool:
    return any(model.objects.filter(prefix=prefix).exists() for model in (Master, Artwork, Stamped))


def remove_originals() -> int:
    """Originals of which no master is left. Their bytes go before their row; until then the hash is closed."""
    condemn_unused()
    condemned = list(Original.objects.filter(condemned_at__isnull=False)[:AT_ONCE])
    for original in condemned:
        media().delete(original.storage_name)
        original.delete()
    return len(condemned)


def condemn_unused() -> None:
    unused = Original.objects.filter(~Exists(Master.objects.filter(original=OuterRef("pk"))), condemned_at=None)
    for original in take(unused, name="media.unused", count=AT_ONCE):
        condemn(original.pk)


@transaction.atomic
def condemn(pk: int) -> None:
    """Unless a master refers to it by now, or an upload brings the same bytes."""
    original = Original.objects.select_for_update().filter(pk=pk, condemned_at=None).first()
    if original is None or original.masters.exists():
        return
    coming = Upload.objects.filter(sha256=original.sha256, state__in=(UploadState.RECEIVED, UploadState.CHECKING))
    if not coming.exists():
        original.condemned_at = timezone.now()
        original.save(update_fields=["condemned_at"])
