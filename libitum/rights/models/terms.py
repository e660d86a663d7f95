from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
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
    # The version of the list of purposes that the clause speaks of.
    purposes = models.PositiveIntegerField(default=1)
    # Whether it is made of the files that came with the software.
    shipped = models.BooleanField(default=False)
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

    def get_absolute_url(self) -> str:
        return reverse("terms-version", args=[self.number])

    @property
    def state(self) -> str:
        """`draft`, `announced` or, by the clock, `effective`."""
        if self.announced_at is None or self.effective_at is None:
            return "draft"
        return "effective" if self.effective_at <= timezone.now() else "announced"


class TermsText(models.Model):
    """`body`: Markdown as people read it; the AI section, between its marks, is made from the clause."""

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


class Place(models.TextChoices):
    """Where a version's text was found to be another than the published one."""

    DATABASE = "database", _("the database, from which it is shown")
    LOG = "log", _("the log's file")
    SHIPPED = "shipped", _("the file that came with the software")


class Alteration(models.Model):
    """Somebody changed a published version without publishing another. `found`: the file as it is now, if any."""

    version = models.ForeignKey(TermsVersion, on_delete=models.PROTECT, related_name="alterations")
    place = models.CharField(max_length=10, choices=Place)
    sha256 = models.CharField(max_length=64)
    found = models.BinaryField(default=b"")
    found_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True)
    entry = models.BigIntegerField()

    class Meta:
        ordering = ["-found_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "place"], condition=Q(ended_at=None), name="one_open_alteration_per_place"
            )
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.place}"


class TermsLetter(models.Model):
    """An e-mail that tells one account of a version, or of an alteration. Written when that is announced.

    `claimed_at` is set before the letter is handed to the mail server: if the worker dies in between, nobody can
    know whether it went out, and it isn't sent again.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="terms_letters")
    version = models.ForeignKey(TermsVersion, on_delete=models.CASCADE, null=True, related_name="letters")
    alteration = models.ForeignKey(Alteration, on_delete=models.CASCADE, null=True, related_name="letters")
    due_at = models.DateTimeField(default=timezone.now, null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "version"], name="one_letter_per_version"),
            models.UniqueConstraint(fields=["user", "alteration"], name="one_letter_per_alteration"),
            models.CheckConstraint(
                condition=Q(version=None, alteration__isnull=False) | Q(version__isnull=False, alteration=None),
                name="terms_letter_is_about_one_thing",
            ),
        ]
        indexes = [models.Index(fields=["due_at"], condition=Q(sent_at=None), name="terms_letter_due")]

    def __str__(self) -> str:
        return str(self.pk)


class PurposesVersion(models.Model):
    """That a list of purposes is in the log."""

    version = models.PositiveIntegerField(unique=True)
    sha256 = models.CharField(max_length=64)
    published_at = models.DateTimeField(default=timezone.now, editable=False)
    entry = models.BigIntegerField()

    def __str__(self) -> str:
        return str(self.version)
