from django.db import models
from django.db.models import Q
from django.utils import timezone

from libitum.catalog.models import Artist, Release, Track
from libitum.common.uids import new_uid
from libitum.media.engine.artwork import files_of

from .master import Master
from .picture import ONE_WORK


class Artwork(models.Model):
    """A picture of a track, release or artist, in the sizes of `widths` under `prefix` in the media storage.

    One that came inside a recording belongs to that master alone until the artist takes it up.
    """

    uid = models.CharField(max_length=16, unique=True, default=new_uid, editable=False)
    track = models.OneToOneField(Track, on_delete=models.CASCADE, null=True, blank=True, related_name="artwork")
    release = models.OneToOneField(Release, on_delete=models.CASCADE, null=True, blank=True, related_name="artwork")
    artist = models.OneToOneField(Artist, on_delete=models.CASCADE, null=True, blank=True, related_name="artwork")
    offered_with = models.OneToOneField(
        Master, on_delete=models.CASCADE, null=True, blank=True, related_name="offered_artwork"
    )
    prefix = models.CharField(max_length=120)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    widths = models.JSONField(default=list)
    alt = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(Q(offered_with__isnull=True) & ONE_WORK)
                | Q(offered_with__isnull=False, track__isnull=True, release__isnull=True, artist__isnull=True),
                name="artwork_of_one_thing",
            )
        ]

    def __str__(self) -> str:
        return self.uid

    @property
    def files(self) -> tuple[str, ...]:
        """Names under `prefix`."""
        return files_of(self.widths)
