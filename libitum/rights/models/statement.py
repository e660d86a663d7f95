from django.db import models
from django.utils import timezone

from libitum.common.uids import new_uid

from .append_only import AppendOnly
from .key import SigningKey
from .party import Party


class Ceremony(models.Model):
    """A batch of decisions shown to somebody and waiting for their signature; used once, or left to expire."""

    uid = models.CharField(max_length=16, unique=True, default=new_uid, editable=False)
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="ceremonies")
    # Canonical JSON of the batch: what is hashed and signed, to the byte.
    body = models.BinaryField()
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.uid


class Statement(AppendOnly):
    """What somebody decided at one time, however many works and purposes it names: one batch, one receipt.

    `body` is the canonical batch (RFC 8785) as it was shown. Grants that need it carry the passkey's signature over
    its SHA-256: `signature` holds `authenticator_data`, `client_data` and `signature`, base64url (WebAuthn level 3).
    """

    uid = models.CharField(max_length=16, unique=True, default=new_uid, editable=False)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="statements")
    body = models.BinaryField()
    key = models.ForeignKey(SigningKey, on_delete=models.PROTECT, null=True, blank=True, related_name="statements")
    signature = models.JSONField(null=True, blank=True)
    # What opens the salted hashes in the log's entry; the person holds it too, and erasure forgets ours.
    salt = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField(default=timezone.now, editable=False)
    entry = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["party", "-at"])]

    def __str__(self) -> str:
        return self.uid
