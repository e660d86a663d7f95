from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from libitum.common.uids import new_uid


class Kind(models.TextChoices):
    """What a notice can be about."""

    TRACK = "track", _("Track")
    RELEASE = "release", _("Release")
    ARTIST = "artist", _("Artist's page")
    COMMENT = "comment", _("Comment")


class Case(models.Model):
    """All that is said and decided about one thing. It outlives the thing: the record must."""

    uid = models.CharField(max_length=16, unique=True, default=new_uid, editable=False)
    kind = models.CharField(max_length=10, choices=Kind)
    subject_uid = models.CharField(max_length=16)
    # As it was called, and where it was found, when somebody last turned to us about it.
    label = models.CharField(max_length=340)
    address = models.CharField(max_length=500)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="cases"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    # Since when a notice, an appeal or a complaint waits for a moderator; null while none does.
    waiting_since = models.DateTimeField(null=True, blank=True)
    urgent = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "subject_uid"], name="one_case_per_thing")]
        indexes = [models.Index(fields=["-urgent", "waiting_since"])]

    def __str__(self) -> str:
        return self.label

    @property
    def about(self) -> str:
        return f"{self.kind}:{self.subject_uid}"
