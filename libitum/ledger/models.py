"""What is to be logged, in the order the log gave it. Rows are never changed but to receive their position."""

import secrets

from django.db import models
from django.db.models import Q
from django.utils import timezone


class Entry(models.Model):
    """`body` is canonical JSON: the very bytes the tree hashes. `position` is its index in the log, once it has one."""

    type = models.CharField(max_length=40)
    body = models.BinaryField()
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    position = models.BigIntegerField(null=True, unique=True, editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["id"], condition=Q(position=None), name="ledger_entry_waiting"),
            models.Index(fields=["type", "position"], name="ledger_entry_type"),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.position}"


class SignedCheckpoint(models.Model):
    """Every checkpoint that was published, for the page that shows them over time."""

    origin = models.CharField(max_length=255)
    size = models.BigIntegerField()
    root = models.CharField(max_length=64)
    note = models.TextField()
    signed_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["origin", "size"], name="one_checkpoint_per_size")]

    def __str__(self) -> str:
        return f"{self.origin} {self.size}"


def random_name() -> str:
    return secrets.token_hex(16)


class Pseudonym(models.Model):
    """Who stands behind a random name in the log. The only place that says so, and it can be forgotten."""

    kind = models.CharField(max_length=20)
    subject = models.CharField(max_length=64)
    value = models.CharField(max_length=32, unique=True, default=random_name)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "subject"], name="one_pseudonym_each")]

    def __str__(self) -> str:
        return self.value
