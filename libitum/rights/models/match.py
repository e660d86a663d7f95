from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from libitum.catalog.models import Track
from libitum.common.uids import new_uid


class FoundBy(models.TextChoices):
    PERSON = "person", _("an artist")
    OPERATOR = "operator", _("a moderator")
    FINGERPRINT = "fingerprint", _("the sound itself")


class Match(models.Model):
    """Two works that may be one recording. While it is open, each needs the other's yes as an identical original does.

    Neither of the two comes first: what is said of `track` holds of `other`.
    """

    uid = models.CharField(max_length=16, unique=True, default=new_uid, editable=False)
    track = models.ForeignKey(Track, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Track, on_delete=models.CASCADE, related_name="+")
    found_by = models.CharField(max_length=12, choices=FoundBy)
    # Nobody where the sound was compared, or whose account is gone.
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    note = models.TextField(max_length=2000, blank=True)
    opened_at = models.DateTimeField(default=timezone.now, editable=False)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    # Why it was closed; empty where who reported it took it back.
    outcome = models.TextField(max_length=2000, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(track=F("other")), name="match_of_two"),
            models.UniqueConstraint(
                Least("track", "other"), Greatest("track", "other"), condition=Q(closed_at=None), name="one_open_match"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.track_id}: {self.other_id}"
