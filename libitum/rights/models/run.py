from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from libitum.catalog.models import Track
from libitum.common.uids import new_uid

from .engine import Engine


class RunState(models.TextChoices):
    ASKED = "asked", _("waits for the log")
    OPEN = "open", _("under way")
    CLOSED = "closed", _("ended")
    STOPPED = "stopped", _("stopped")


class Run(models.Model):
    """One request at the gate: what was asked for, decided, recorded before use, and what came of it."""

    uid = models.CharField(max_length=16, unique=True, default=new_uid, editable=False)
    engine = models.ForeignKey(Engine, on_delete=models.PROTECT, related_name="runs")
    purpose = models.CharField(max_length=40)
    taker = models.CharField(max_length=40)
    model = models.CharField(max_length=80, blank=True)
    version = models.CharField(max_length=40, blank=True)
    territory = models.CharField(max_length=2, blank=True)
    commercial = models.BooleanField(default=True)
    state = models.CharField(max_length=10, choices=RunState, default=RunState.ASKED)
    at = models.BigIntegerField()
    log_size = models.BigIntegerField(default=0)
    allowed = models.PositiveBigIntegerField(default=0)
    refused = models.PositiveBigIntegerField(default=0)
    # SHA-256 of the published list of the allowed works' commitments.
    manifest = models.CharField(max_length=64, blank=True)
    entry = models.BigIntegerField(null=True)
    opened_at = models.DateTimeField(default=timezone.now, editable=False)
    closed_at = models.DateTimeField(null=True, blank=True)
    # How many works were handed out, kept and refused by which rule, written down when it ended.
    outcome = models.JSONField(null=True, blank=True)
    # What went wrong, a sentence a line.
    note = models.TextField(blank=True)
    # The process that holds the permit, and until when it is known to live.
    lease_owner = models.CharField(max_length=120, blank=True)
    lease_expires_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["-opened_at"]),
            models.Index(
                fields=["lease_expires_at"],
                condition=Q(state__in=[RunState.ASKED, RunState.OPEN]),
                name="run_under_way",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.uid}"


class UseRecord(models.Model):
    """What was decided for one work of a run. Narrow and known by both, as there may be a million of one run.

    `rule`: a number of `libitum.rights.rules`. `handed_out_at`: when the engine received the audio; `kept`: whether
    the result was kept after the second decision, None while there is none. The database doesn't check the references
    one by one: they are written by a statement that has just read both.
    """

    pk = models.CompositePrimaryKey("run", "track")
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="uses", db_constraint=False, db_index=False)
    track = models.ForeignKey(Track, on_delete=models.CASCADE, related_name="uses", db_constraint=False, db_index=False)
    rule = models.PositiveSmallIntegerField()
    handed_out_at = models.DateTimeField(null=True, blank=True)
    kept = models.BooleanField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["track", "run"], name="one_use_per_run")]

    def __str__(self) -> str:
        return f"{self.run_id}: {self.track_id}"


class Output(models.Model):
    """Something that came of a run, kept with the purpose it was made under, which bounds what may be made of it."""

    uid = models.CharField(max_length=16, unique=True, default=new_uid, editable=False)
    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="outputs")
    track = models.ForeignKey(Track, on_delete=models.CASCADE, null=True, blank=True, related_name="outputs")
    kind = models.CharField(max_length=20)
    sha256 = models.CharField(max_length=64)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    removed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.uid}"


class TurnedAway(models.Model):
    """A request at which nothing was decided, as the engine may not ask or the gate can't open."""

    engine = models.CharField(max_length=60)
    purpose = models.CharField(max_length=40)
    taker = models.CharField(max_length=40, blank=True)
    why = models.CharField(max_length=20)
    at = models.DateTimeField(default=timezone.now, editable=False, db_index=True)

    def __str__(self) -> str:
        return f"{self.engine}: {self.why}"
