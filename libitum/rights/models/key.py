from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from libitum.common.uids import new_uid

from .append_only import AppendOnly


class SigningKey(models.Model):
    """A passkey of somebody's, as it is used to sign. Kept after it is revoked: what it signed must stay checkable.

    `may_grant_from`: new and recovered keys wait, so that a stolen mailbox can't opt anybody in unseen.
    """

    uid = models.CharField(max_length=16, unique=True, default=new_uid, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="signing_keys"
    )
    credential_id = models.CharField(max_length=1400, unique=True)
    # COSE_Key (RFC 9052, section 7), base64url.
    public_key = models.TextField()
    algorithm = models.IntegerField()
    name = models.CharField(max_length=100, blank=True)
    enrolled_at = models.DateTimeField(default=timezone.now, editable=False)
    may_grant_from = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    entry = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        return self.name or self.uid


class KeyEventKind(models.TextChoices):
    ENROLLED = "enrolled", _("added")
    REVOKED = "revoked", _("removed")
    RECOVERED = "recovered", _("account recovered")


class KeyEvent(AppendOnly):
    """What happened to somebody's keys; shown to them, mailed, and in the log."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="key_events")
    key = models.ForeignKey(SigningKey, on_delete=models.SET_NULL, null=True, related_name="events")
    kind = models.CharField(max_length=10, choices=KeyEventKind)
    at = models.DateTimeField(default=timezone.now, editable=False)
    entry = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d}"
