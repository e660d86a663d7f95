from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from libitum.catalog.models import Track
from libitum.ledger.models import Entry

from .agents import Category


class AgentList(models.Model):
    """A list of AI agents an operator brought in; the newest counts. Without any, the bundled one does."""

    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    source = models.CharField(max_length=200, blank=True)
    added_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.sha256


class CategorySwitch(models.Model):
    """What the operator has said of a category; without a row, what holds from the start."""

    category = models.CharField(max_length=20, unique=True, choices=[(each.value, each.value) for each in Category])
    closed = models.BooleanField()

    def __str__(self) -> str:
        return self.category


class Treatment(models.TextChoices):
    CLOSED = "closed", _("always asked to stay away")
    OPEN = "open", _("never asked to stay away")


class AgentChoice(models.Model):
    """What the operator has said of one agent, listed or their own; it goes before its category."""

    name = models.CharField(max_length=80, unique=True)
    treatment = models.CharField(max_length=10, choices=Treatment)
    why = models.CharField(max_length=200, blank=True)
    said_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.name


class SignalSet(models.Model):
    """What the instance told machines from `since` until the next version. `document`: canonical JSON."""

    number = models.PositiveIntegerField(unique=True)
    sha256 = models.CharField(max_length=64)
    document = models.TextField()
    since = models.DateTimeField(default=timezone.now)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return str(self.number)


class WorkSignal(models.Model):
    """From `at` on, one work was open to everybody who wants to train, or no longer."""

    track = models.ForeignKey(Track, on_delete=models.CASCADE, related_name="signals")
    is_open = models.BooleanField()
    at = models.DateTimeField(default=timezone.now)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["track", "at"])]

    def __str__(self) -> str:
        return f"{self.track_id}: {'open' if self.is_open else 'closed'}"


class Carrier(models.Model):
    """A file for machines as it is served now, made anew whenever what it says changes."""

    path = models.CharField(max_length=60, unique=True)
    content_type = models.CharField(max_length=60)
    body = models.TextField()
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.path
