from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from libitum.common.uids import new_secret, new_uid


class SecretLinkQuerySet(models.QuerySet["SecretLink"]):
    def active(self) -> "SecretLinkQuerySet":
        return self.filter(Q(expires_at=None) | Q(expires_at__gt=timezone.now()), revoked_at=None)


class SecretLink(models.Model):
    """An address to hand out. Its key is kept readable because the owner must be able to copy it again."""

    uid = models.CharField(max_length=16, unique=True, default=new_uid, editable=False)
    token = models.CharField(max_length=32, unique=True, default=new_secret, editable=False)
    track = models.ForeignKey(
        "catalog.Track", on_delete=models.CASCADE, null=True, blank=True, related_name="secret_links"
    )
    release = models.ForeignKey(
        "catalog.Release", on_delete=models.CASCADE, null=True, blank=True, related_name="secret_links"
    )
    label = models.CharField(_("for whom"), max_length=80, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("valid until"), null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = SecretLinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(track__isnull=False, release__isnull=True) | Q(track__isnull=True, release__isnull=False),
                name="secret_link_opens_one_work",
            )
        ]

    def __str__(self) -> str:
        return self.label or self.uid

    @property
    def is_active(self) -> bool:
        return self.revoked_at is None and (self.expires_at is None or self.expires_at > timezone.now())
