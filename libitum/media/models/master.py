from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from libitum.catalog.models import Track
from libitum.common.uids import new_uid
from libitum.media.engine.renditions import INDEX_PLAYLIST
from libitum.media.engine.waveform import OVERVIEWS_FILE, PEAKS_FILE

from .upload import Upload


class Original(models.Model):
    """Bytes as they were received, stored once under their hash and never changed."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.BigIntegerField()
    # The bytes are at their place.
    stored_at = models.DateTimeField(null=True, blank=True)
    # No master refers to it and its bytes are being removed; whoever brings them again waits until that is done.
    condemned_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["condemned_at"], condition=Q(condemned_at__isnull=False), name="original_condemned")
        ]

    def __str__(self) -> str:
        return self.sha256

    @property
    def storage_name(self) -> str:
        """Where it lies in the media storage."""
        return f"originals/{self.sha256[:2]}/{self.sha256}"


class MasterState(models.TextChoices):
    PROCESSING = "processing", _("being prepared")
    READY = "ready", _("ready")
    FAILED = "failed", _("could not be prepared")


class Master(models.Model):
    """One version of a track's recording, with everything derived from its original."""

    uid = models.CharField(max_length=16, unique=True, default=new_uid, editable=False)
    track = models.ForeignKey(Track, on_delete=models.CASCADE, related_name="masters")
    original = models.ForeignKey(Original, on_delete=models.PROTECT, related_name="masters")
    upload = models.OneToOneField(Upload, on_delete=models.SET_NULL, null=True, blank=True, related_name="master")
    state = models.CharField(max_length=12, choices=MasterState, default=MasterState.PROCESSING)
    current = models.BooleanField(default=False)
    # Where the set of renditions lies in the media storage; written once, by the attempt that won.
    prefix = models.CharField(max_length=120, blank=True)
    container = models.CharField(max_length=20, blank=True)
    codec = models.CharField(max_length=20, blank=True)
    channels = models.PositiveSmallIntegerField(null=True)
    sample_rate = models.PositiveIntegerField(null=True)
    # Length in samples at 48 kHz, which every rendition has.
    samples = models.BigIntegerField(null=True)
    integrated_lufs = models.FloatField(null=True)
    true_peak_dbtp = models.FloatField(null=True)
    loudness_range_lu = models.FloatField(null=True)
    # One entry per rendition: codec, file, delay in samples, bytes, bit rate.
    renditions = models.JSONField(default=list)
    # Digest of what the set's plain file says to machines; empty for sets made before their files said anything.
    says = models.CharField(max_length=64, blank=True, default="", db_default="")
    # Title, artist and so on as the file itself says: offered to the artist, never imposed.
    tags = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    ready_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["track"], condition=Q(current=True), name="one_current_master_per_track")
        ]

    def __str__(self) -> str:
        return self.uid

    @property
    def files(self) -> list[str]:
        """Names under `prefix`, of all that belongs to the set."""
        named = [str(row[kind]) for row in self.renditions for kind in ("file", "playlist") if row.get(kind)]
        return [*named, INDEX_PLAYLIST, OVERVIEWS_FILE, PEAKS_FILE]
