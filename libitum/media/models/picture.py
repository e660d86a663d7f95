from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from libitum.catalog.models import Artist, Release, Track
from libitum.common.uids import new_uid

ONE_WORK = (
    Q(track__isnull=False, release__isnull=True, artist__isnull=True)
    | Q(track__isnull=True, release__isnull=False, artist__isnull=True)
    | Q(track__isnull=True, release__isnull=True, artist__isnull=False)
)


class PictureState(models.TextChoices):
    RECEIVED = "received", _("being prepared")
    READY = "ready", _("ready")
    REFUSED = "refused", _("refused")


class PictureUpload(models.Model):
    """A picture on its way to become the artwork of a track, release or artist. What is shown until then stays."""

    uid = models.CharField(max_length=16, unique=True, default=new_uid, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="pictures")
    track = models.ForeignKey(Track, on_delete=models.CASCADE, null=True, blank=True, related_name="pictures")
    release = models.ForeignKey(Release, on_delete=models.CASCADE, null=True, blank=True, related_name="pictures")
    artist = models.ForeignKey(Artist, on_delete=models.CASCADE, null=True, blank=True, related_name="pictures")
    alt = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=12, choices=PictureState, default=PictureState.RECEIVED)
    # A code of media.reasons and the numbers its sentence needs.
    reason = models.CharField(max_length=40, blank=True)
    reason_details = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=ONE_WORK, name="picture_of_one_thing")]

    def __str__(self) -> str:
        return self.uid
