from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from libitum.common.uids import new_uid

from .case import Case
from .notice import Category


class EventKind(models.TextChoices):
    NOTICE = "notice", _("Notice given")
    OPENED = "opened", _("Opened by a moderator")
    TAKEN_DOWN = "taken-down", _("Taken down")
    NO_ACTION = "no-action", _("Left as it is")
    RESTORED = "restored", _("Brought back")
    APPEAL = "appeal", _("Appeal by the owner")
    COMPLAINT = "complaint", _("Complaint of who gave notice")
    FORGOTTEN = "forgotten", _("Notices deleted, as their time was over")


class RecordError(Exception):
    """Somebody tried to change what happened."""


class EventQuerySet(models.QuerySet["ModerationEvent"]):
    def update(self, **_changes: Any) -> NoReturn:
        raise RecordError

    def delete(self) -> NoReturn:
        raise RecordError


class ModerationEvent(models.Model):
    """One act, added and never changed. It holds nothing about whoever gave notice."""

    uid = models.CharField(max_length=16, unique=True, default=new_uid, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="events")
    # Null: somebody without an account, the instance itself, or a person whose account is gone.
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="moderation_events"
    )
    kind = models.CharField(max_length=12, choices=EventKind)
    details = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now, editable=False)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.uid

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise RecordError
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise RecordError

    @property
    def category_label(self) -> str:
        """Of the notice that this event is about, in words."""
        category = self.details.get("category", "")
        return str(Category(category).label) if category in Category.values else ""
