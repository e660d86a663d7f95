from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from libitum.catalog.models import Track
from libitum.catalog.viewers import Viewer
from libitum.common.uids import new_uid
from libitum.community.moments import format_moment

BODY_LENGTH = 2000


class CommentQuerySet(models.QuerySet["Comment"]):
    def standing(self) -> "CommentQuerySet":
        """Neither removed nor hidden, by somebody whose account is in use."""
        return self.filter(deleted_at=None, hidden_at=None, author__is_active=True)

    def visible_to(self, viewer: Viewer) -> "CommentQuerySet":
        """Words whose track the viewer sees; moderators see what is hidden, too."""
        seen = self if viewer.is_moderator else self.standing()
        return seen.filter(track__in=Track.objects.visible_to(viewer))


class Comment(models.Model):
    """Words about a track, at a moment of it (`at_ms` from its start) or about the whole."""

    uid = models.CharField(max_length=16, unique=True, default=new_uid, editable=False)
    track = models.ForeignKey(Track, on_delete=models.CASCADE, related_name="comments")
    # Null when the account is gone; its words go with it (signals.py) and replies of others stay.
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="comments"
    )
    # Always the first comment of a thread: replies to replies belong to the same thread.
    parent = models.ForeignKey("self", on_delete=models.RESTRICT, null=True, blank=True, related_name="replies")
    body = models.TextField(_("comment"), max_length=BODY_LENGTH, blank=True)
    at_ms = models.PositiveBigIntegerField(_("moment in milliseconds"), null=True, blank=True)
    is_demo = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    edited_at = models.DateTimeField(null=True, blank=True, editable=False)
    deleted_at = models.DateTimeField(null=True, blank=True, editable=False)
    deleted_by_artist = models.BooleanField(default=False, editable=False)
    # Set by a moderator's decision, which has its reasons and can be reversed.
    hidden_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = CommentQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["track", "parent", "at_ms"]), models.Index(fields=["author", "-created_at"])]

    def __str__(self) -> str:
        return self.uid

    @property
    def seconds(self) -> float:
        return (self.at_ms or 0) / 1000

    @property
    def clock(self) -> str:
        return format_moment(self.at_ms or 0)

    @property
    def is_standing(self) -> bool:
        return self.deleted_at is None and self.hidden_at is None and self.author is not None and self.author.is_active
