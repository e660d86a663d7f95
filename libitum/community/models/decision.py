from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from libitum.common.uids import new_uid

from .case import Case


class Outcome(models.TextChoices):
    TAKE_DOWN = "take-down", _("Take it down")
    NO_ACTION = "no-action", _("Leave it as it is")
    RESTORE = "restore", _("Bring it back")


class Ground(models.TextChoices):
    LAW = "law", _("A law")
    TERMS = "terms", _("The rules of this site")


class Decision(models.Model):
    """What a moderator decided and why; never changed, only followed by another."""

    uid = models.CharField(max_length=16, unique=True, default=new_uid, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="decisions")
    moderator = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="decisions"
    )
    outcome = models.CharField(_("decision"), max_length=10, choices=Outcome)
    facts = models.TextField(_("facts and reasons"), max_length=5000)
    ground = models.CharField(_("ground"), max_length=10, choices=Ground, blank=True)
    reference = models.CharField(_("which law or rule"), max_length=300, blank=True)
    # Nobody had given notice.
    own_initiative = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        indexes = [models.Index(fields=["case", "-created_at"])]

    def __str__(self) -> str:
        return self.uid

    @property
    def appeal_until(self) -> datetime:
        return self.created_at + timedelta(days=settings.APPEAL_DAYS)

    @property
    def is_appealable(self) -> bool:
        return timezone.now() < self.appeal_until


class Appeal(models.Model):
    """One text of whom a decision went against: the owner's appeal, or the complaint of whoever gave notice."""

    uid = models.CharField(max_length=16, unique=True, default=new_uid, editable=False)
    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="appeals")
    # Null: the owner's.
    notice = models.ForeignKey(
        "community.Notice", on_delete=models.CASCADE, null=True, blank=True, related_name="complaints"
    )
    text = models.TextField(max_length=5000)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    answer = models.ForeignKey(Decision, on_delete=models.SET_NULL, null=True, blank=True, related_name="answers")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["decision"], condition=Q(notice__isnull=True), name="one_appeal_per_decision"
            ),
            models.UniqueConstraint(fields=["decision", "notice"], name="one_complaint_per_decision"),
        ]

    def __str__(self) -> str:
        return self.uid
