from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from libitum.common.uids import new_uid

from .artist import Artist
from .publication import Publication, PublicationQuerySet
from .secret_link import SecretLink
from .track import Track


class ReleaseKind(models.TextChoices):
    ALBUM = "album", _("Album")
    EP = "ep", _("EP")
    SINGLE = "single", _("Single")


class ReleaseQuerySet(PublicationQuerySet):
    def opened_by(self, secret: str) -> Q:
        return Q(Exists(SecretLink.objects.active().filter(token=secret, release=OuterRef("pk"))))


class Release(Publication):
    """Tracks in an order, under one title; each track keeps its own visibility."""

    uid = models.CharField(max_length=16, unique=True, default=new_uid, editable=False)
    artist = models.ForeignKey(Artist, on_delete=models.CASCADE, related_name="releases")
    title = models.CharField(_("title"), max_length=200)
    slug = models.SlugField(_("address"), max_length=120)
    kind = models.CharField(_("kind"), max_length=10, choices=ReleaseKind, default=ReleaseKind.ALBUM)
    description = models.TextField(_("description"), max_length=5000, blank=True)
    tracks: "models.ManyToManyField[Track, ReleaseTrack]" = models.ManyToManyField(
        Track, through="ReleaseTrack", related_name="releases"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["artist", "slug"], name="one_release_per_address")]
        indexes = [models.Index(fields=["visibility", "-publish_at"])]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"/{self.artist.slug}/releases/{self.slug}"


class ReleaseTrack(models.Model):
    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="release_tracks")
    track = models.ForeignKey(Track, on_delete=models.CASCADE, related_name="release_tracks")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["release", "track"], name="track_once_per_release")]

    def __str__(self) -> str:
        return f"{self.position}. {self.track_id}"
