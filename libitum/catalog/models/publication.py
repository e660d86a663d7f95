"""Who may see a work: one rule for tracks and releases."""

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from libitum.catalog.viewers import Viewer
from libitum.common.prepared import Given


class Visibility(models.TextChoices):
    PRIVATE = "private", _("Private: only I see it")
    UNLISTED = "unlisted", _("Unlisted: whoever has a secret link")
    PUBLIC = "public", _("Public: everybody, from the time of release")


def is_listed(now: datetime | Given | None = None) -> Q:
    """Everybody may see it and every list may show it. A scheduled work becomes listed by the clock alone."""
    return Q(
        visibility=Visibility.PUBLIC,
        publish_at__lte=now or timezone.now(),
        taken_down_at=None,
        artist__taken_down_at=None,
        artist__owner__is_active=True,
    )


def may_be_linked() -> Q:
    """A secret link opens unlisted and scheduled works; making a work private shuts every link at once."""
    return Q(
        visibility__in=[Visibility.UNLISTED, Visibility.PUBLIC],
        taken_down_at=None,
        artist__taken_down_at=None,
        artist__owner__is_active=True,
    )


class PublicationQuerySet(models.QuerySet[Any]):
    """Subclasses say which rows the secret of a viewer opens."""

    def listed(self, now: datetime | Given | None = None) -> Self:
        """`now`: the time that counts, where it isn't the clock's."""
        return self.filter(is_listed(now))

    def owned_by(self, user_id: int | None) -> Self:
        return self.filter(artist__owner_id=user_id) if user_id is not None else self.none()

    def opened_by(self, secret: str) -> Q:
        raise NotImplementedError

    def visible_to(self, viewer: Viewer) -> Self:
        if viewer.is_moderator:
            return self
        allowed = is_listed()
        if viewer.user_id is not None:
            allowed |= Q(artist__owner_id=viewer.user_id)
        if viewer.secret:
            allowed |= self.opened_by(viewer.secret) & may_be_linked()
        return self.filter(allowed)


class Publication(models.Model):
    visibility = models.CharField(_("who may hear it"), max_length=10, choices=Visibility, default=Visibility.PRIVATE)
    publish_at = models.DateTimeField(_("time of release"), null=True, blank=True)
    taken_down_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def is_public(self) -> bool:
        """Listed as far as the row itself says; the artist's own state is the queryset's to know."""
        return (
            self.visibility == Visibility.PUBLIC
            and self.publish_at is not None
            and self.publish_at <= timezone.now()
            and self.taken_down_at is None
        )

    @property
    def is_scheduled(self) -> bool:
        return self.visibility == Visibility.PUBLIC and self.publish_at is not None and self.publish_at > timezone.now()
