from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from libitum.catalog.viewers import Viewer
from libitum.common.uids import new_uid


class ArtistQuerySet(models.QuerySet["Artist"]):
    def listed(self) -> "ArtistQuerySet":
        return self.filter(taken_down_at=None, owner__is_active=True)

    def visible_to(self, viewer: Viewer) -> "ArtistQuerySet":
        if viewer.is_moderator:
            return self
        return self.filter(Q(taken_down_at=None, owner__is_active=True) | Q(owner_id=viewer.user_id))


class Artist(models.Model):
    """The name music is published under; a person may have several."""

    uid = models.CharField(max_length=16, unique=True, default=new_uid, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="artists")
    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("address"), max_length=120, unique=True)
    bio = models.TextField(_("about"), max_length=5000, blank=True)
    place = models.CharField(_("place"), max_length=120, blank=True)
    # Set where the profile shows somebody's freely licensed music that somebody else put here.
    curated_note = models.TextField(_("who keeps this page"), max_length=500, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    taken_down_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ArtistQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["-created_at", "-uid"], name="artist_newest")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/{self.slug}"


class ArtistLink(models.Model):
    artist = models.ForeignKey(Artist, on_delete=models.CASCADE, related_name="links")
    label = models.CharField(_("label"), max_length=60)
    url = models.URLField(_("address"), max_length=500)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.label
