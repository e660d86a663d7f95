from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .master import Master


class StampedKind(models.TextChoices):
    # The original, for listeners to keep.
    DOWNLOAD = "download", _("download")
    # The plain rendition, where it has to say something else than the one of the set.
    PROGRESSIVE = "progressive", _("plain rendition")


class Stamped(models.Model):
    """A file that says in its tags what machines may do with the work. Its sound is its source's, bit by bit.

    The row says that the file is wanted, with the digest of what it has to say; `prefix` and the rest are the file
    that there is by now, which may still say what held before.
    """

    master = models.ForeignKey(Master, on_delete=models.CASCADE, related_name="stamped")
    kind = models.CharField(max_length=12, choices=StampedKind)
    wanted = models.CharField(max_length=64)
    # Where it lies in the media storage; written once, by the attempt that won.
    prefix = models.CharField(max_length=120, blank=True)
    file = models.CharField(max_length=40, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    # It says that everybody may train on it.
    is_open = models.BooleanField(default=False)
    size = models.BigIntegerField(default=0)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["master", "kind"], name="one_stamped_file_of_a_kind")]

    def __str__(self) -> str:
        return f"{self.master_id}: {self.kind}"

    @property
    def storage_name(self) -> str:
        return f"{self.prefix}/{self.file}"

    @property
    def may_go_out(self) -> bool:
        """It is there and doesn't promise more than its holders do; that it says less, for a moment, hurts nobody."""
        return bool(self.prefix) and (not self.is_open or self.master.track.policy.is_open)
