from django.db import models
from django.utils import timezone

from libitum.catalog.models import Track


class Commitment(models.Model):
    """How a work stands in the log and in manifests: one value that only its owner can open, fixed before publication.

    `value` = SHA-256 of the key and the work's pseudonym. `original` = SHA-256 of the key and the SHA-256 of the
    original's bytes. All in hexadecimal; the key is the owner's, and erasure forgets it.
    """

    track = models.OneToOneField(Track, on_delete=models.CASCADE, related_name="commitment")
    key = models.CharField(max_length=64)
    value = models.CharField(max_length=64, unique=True)
    original = models.CharField(max_length=64, blank=True)
    # The row of the log's entry, which knows its place in the log once it has one.
    entry = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return self.value
