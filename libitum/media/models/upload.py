from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from libitum.catalog.models import Track
from libitum.common.uids import new_uid


class UploadState(models.TextChoices):
    RECEIVING = "receiving", _("receiving")
    RECEIVED = "received", _("received, waiting to be checked")
    CHECKING = "checking", _("being checked")
    ACCEPTED = "accepted", _("accepted")
    REFUSED = "refused", _("refused")
    TERMINATED = "terminated", _("given up")
    EXPIRED = "expired", _("expired")


class Upload(models.Model):
    """One file on its way in (tus 1.0). It stays as the receipt when the bytes have become an Original."""

    uid = models.CharField(max_length=16, unique=True, default=new_uid, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="uploads")
    track = models.ForeignKey(Track, on_delete=models.SET_NULL, null=True, blank=True, related_name="uploads")
    # The track was made for this upload, and goes with it if nobody has touched it when the upload is given up.
    made_draft = models.BooleanField(default=False)
    filename = models.CharField(max_length=255, blank=True)
    # Upload-Metadata as the client sent it: tus gives it back word for word.
    metadata = models.TextField(blank=True)
    length = models.BigIntegerField()
    offset = models.BigIntegerField(default=0)
    state = models.CharField(max_length=12, choices=UploadState, default=UploadState.RECEIVING)
    # A code of media.reasons and the numbers its sentence needs.
    reason = models.CharField(max_length=40, blank=True)
    reason_details = models.JSONField(default=dict, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    received_at = models.DateTimeField(null=True, blank=True)
    # The log's newest checkpoint at that moment, as signed; empty when there was none yet.
    checkpoint = models.TextField(blank=True, default="", db_default="")
    expires_at = models.DateTimeField(null=True, blank=True)
    # Its bytes go to the store in parts, under this name of the store's; empty: they come to us.
    multipart = models.CharField(max_length=1024, blank=True, default="", db_default="")

    class Meta:
        indexes = [
            models.Index(fields=["state", "expires_at"]),
            # Every minute those are looked for of which something may lie at the store.
            models.Index(fields=["id"], condition=~models.Q(multipart=""), name="upload_in_parts"),
        ]

    def __str__(self) -> str:
        return self.filename or self.uid
