from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from libitum.common.uids import new_uid

from .upload import Upload


class JobState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")


class ProcessingJob(models.Model):
    """What has to become of an upload. The lease decides who works on it; the queue only wakes somebody up."""

    uid = models.CharField(max_length=16, unique=True, default=new_uid, editable=False)
    upload = models.OneToOneField(Upload, on_delete=models.CASCADE, related_name="job")
    state = models.CharField(max_length=10, choices=JobState, default=JobState.WAITING)
    stage = models.CharField(max_length=20, blank=True)
    progress = models.PositiveSmallIntegerField(default=0)
    # Raised by each attempt; results are published only by the attempt whose number still stands here.
    fence = models.PositiveIntegerField(default=0)
    lease_owner = models.CharField(max_length=64, blank=True)
    lease_expires_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    run_after = models.DateTimeField(default=timezone.now)
    reason = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "run_after"])]

    def __str__(self) -> str:
        return self.uid
