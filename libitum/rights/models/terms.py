from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .append_only import AppendOnly


class TermsVersion(models.Model):
    """Terms as a whole: texts in every language, and the AI clause that machines read (`clause`: class by purpose).

    A draft until `announced_at`; from then on nothing of it changes. `sha256` is over the canonical form of all of
    it, and is what the log's entry names.
    """

    number = models.PositiveIntegerField(unique=True)
    clause = models.JSONField()
    summary = models.TextField(_("what changes"), max_length=2000, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    announced_at = models.DateTimeField(null=True, blank=True)
    effective_at = models.DateTimeField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    entry = models.BigIntegerField(null=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(announced_at=None) | Q(effective_at__gte=F("announced_at")), name="notice_before_effect"
            )
        ]

    def __str__(self) -> str:
        return str(self.number)


class TermsText(models.Model):
    """`body`: Markdown as written, with the place of the AI section marked; that section is made from the clause."""

    version = models.ForeignKey(TermsVersion, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(max_length=5)
    body = models.TextField()
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "language"], name="one_text_per_language")]

    def __str__(self) -> str:
        return f"{self.version_id} {self.language}"


class AcceptedHow(models.TextChoices):
    SIGN_UP = "sign-up", _("when signing up")
    PAGE = "page", _("on the page of the terms")
    API = "api", _("by a program")
    OPERATOR = "operator", _("for an account that the operator made")


class Acceptance(AppendOnly):
    """An explicit yes to one version. Going on using the service is none."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="acceptances")
    version = models.ForeignKey(TermsVersion, on_delete=models.PROTECT, related_name="acceptances")
    language = models.CharField(max_length=5)
    how = models.CharField(max_length=10, choices=AcceptedHow)
    at = models.DateTimeField(default=timezone.now, editable=False)
    entry = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["user", "-at"])]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.version_id}"
