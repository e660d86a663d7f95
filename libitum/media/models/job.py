from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from libitum.common.uids import new_uid

from .picture import PictureUpload
from .stamped import Stamped
from .upload import Upload


class JobState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")


class Stage(models.TextChoices):
    """What is being done, in this order."""

    NONE = "", _("waiting for its turn")
    HASHING = "hashing", _("reading what has arrived")
    CHECKING = "checking", _("listening through it")
    ENCODING = "encoding", _("making it ready for every player")
    PUBLISHING = "publishing", _("putting it in place")


OF_ONE_THING = (
    Q(upload__isnull=False, picture__isnull=True, stamped__isnull=True)
    | Q(upload__isnull=True, picture__isnull=False, stamped__isnull=True)
    | Q(upload__isnull=True, picture__isnull=True, stamped__isnull=False)
)


class ProcessingJob(models.Model):
    """What has to become of an upload, a picture or a stamped file.

    The lease decides who works on it; the queue only wakes.
    """

    uid = models.CharField(max_length=16, unique=True, default=new_uid, editable=False)
    upload = models.OneToOneField(Upload, on_delete=models.CASCADE, null=True, blank=True, related_name="job")
    picture = models.OneToOneField(PictureUpload, on_delete=models.CASCADE, null=True, blank=True, related_name="job")
    stamped = models.OneToOneField(Stamped, on_delete=models.CASCADE, null=True, blank=True, related_name="job")
    state = models.CharField(max_length=10, choices=JobState, default=JobState.WAITING)
    stage = models.CharField(max_length=20, choices=Stage, blank=True, default=Stage.NONE)
    # Percent of the stage.
    progress = models.PositiveSmallIntegerField(default=0)
    # Raised by each attempt; results are published only by the attempt whose number still stands here.
    fence = models.PositiveIntegerField(default=0)
    lease_owner = models.CharField(max_length=120, blank=True)
    lease_expires_at = models.DateTimeField(null=True, blank=True)
    # Attempts begun since the artist last asked; failures are those that ended with an error of ours.
    attempts = models.PositiveSmallIntegerField(default=0)
    failures = models.PositiveSmallIntegerField(default=0)
    run_after = models.DateTimeField(default=timezone.now)
    # Why it waits or has failed: a code of media.reasons.
    reason = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "run_after"])]
        constraints = [models.CheckConstraint(condition=OF_ONE_THING, name="job_of_one_thing")]

    def __str__(self) -> str:
        return self.uid
