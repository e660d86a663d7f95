from django.db import models
from django.db.models import Q
from django.utils import timezone

from .decision import Decision
from .notice import Notice


class Letter(models.Model):
    """An e-mail that has to go out: the receipt of a notice, or a decision to one side. Written when it is sent."""

    # To whoever gave this notice; null: to the owner.
    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, null=True, blank=True, related_name="letters")
    # Null: the receipt.
    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, null=True, blank=True, related_name="letters")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    due_at = models.DateTimeField(default=timezone.now, null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(notice__isnull=False) | Q(decision__isnull=False), name="letter_is_about_something"
            )
        ]
        indexes = [models.Index(fields=["due_at"])]

    def __str__(self) -> str:
        return str(self.pk)
