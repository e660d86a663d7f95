from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from libitum.catalog.models import Track


class State(models.TextChoices):
    WAITING = "waiting", _("waits for its turn")
    DONE = "done", _("listened to")
    REFUSED = "refused", _("not allowed")
    FAILED = "failed", _("could not be measured")


class Mode(models.TextChoices):
    MAJOR = "major", _("major")
    MINOR = "minor", _("minor")


class Key(models.TextChoices):
    """By its tonic, spelt as it is most often."""

    C = "C", "C"
    C_SHARP = "C#", "C♯"
    D = "D", "D"
    E_FLAT = "Eb", "E♭"
    E = "E", "E"
    F = "F", "F"
    F_SHARP = "F#", "F♯"
    G = "G", "G"
    A_FLAT = "Ab", "A♭"
    A = "A", "A"
    B_FLAT = "Bb", "B♭"
    B = "B", "B"


class Hearing(models.Model):
    """What listening to a work gave, or why nobody may listen. One row for each work that has a recording.

    The measured fields are there in state DONE alone: whatever ends the permission removes them, with the record of
    where they are from. `due_at`: when to look at it again; a lease, as of any job here.
    """

    track = models.OneToOneField(Track, on_delete=models.CASCADE, related_name="hearing")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    # Why it is refused (a rule's name, with its sentence in English) or failed (a sentence).
    rule = models.CharField(max_length=30, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    # Beats per minute; LU (EBU Tech 3342).
    tempo = models.FloatField(null=True)
    key = models.CharField(max_length=2, choices=Key, blank=True)
    mode = models.CharField(max_length=5, choices=Mode, blank=True)
    key_strength = models.FloatField(null=True)
    loudness_range = models.FloatField(null=True)
    # Of what these are the facts, and who found them: name and version, the gate's run and its record of the result.
    seconds = models.FloatField(null=True)
    engine = models.CharField(max_length=120, blank=True)
    run = models.CharField(max_length=16, blank=True)
    output = models.CharField(max_length=16, blank=True)
    made_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(default=timezone.now)
    failures = models.PositiveSmallIntegerField(default=0)
    # Raised whenever something changed that makes what is under way old.
    fence = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], name="hearing_due"),
            models.Index(fields=["due_at"], condition=Q(state="waiting"), name="hearing_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.track_id}: {self.state}"


class Correction(models.Model):
    """What the artist says instead, which wins, or that these facts are not shown. Theirs: kept whatever is refused."""

    track = models.OneToOneField(Track, on_delete=models.CASCADE, related_name="correction")
    tempo = models.FloatField(null=True, blank=True)
    key = models.CharField(max_length=2, choices=Key, blank=True)
    mode = models.CharField(max_length=5, choices=Mode, blank=True)
    hidden = models.BooleanField(default=False)
    updated_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.track_id}"
