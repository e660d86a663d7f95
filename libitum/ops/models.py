"""What the instance knows of itself: which workers live, and numbers that outlive whoever counted them."""

from django.db import models
from django.utils import timezone


class Worker(models.Model):
    """One worker, on whatever machine; it says every few seconds that it lives."""

    name = models.CharField(max_length=120, unique=True)
    started_at = models.DateTimeField(default=timezone.now, editable=False)
    seen_at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self) -> str:
        return self.name


class Measure(models.Model):
    """One number of a metric: added up by workers wherever they run, or measured by a sweep.

    `labels`: canonical JSON of names and values. `part`: of a histogram, the upper end of a bucket, or `sum`.
    """

    name = models.CharField(max_length=80)
    labels = models.CharField(max_length=200)
    part = models.CharField(max_length=12, blank=True)
    value = models.FloatField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "labels", "part"], name="one_measure_each")]

    def __str__(self) -> str:
        return f"{self.name}{self.labels}"
