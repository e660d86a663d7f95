from django.db import models
from django.utils.translation import gettext_lazy as _

from .artist import Artist
from .track import Track


class CreditRole(models.TextChoices):
    PERFORMER = "performer", _("Performer")
    VOCALS = "vocals", _("Vocals")
    FEATURED = "featured", _("Featured artist")
    COMPOSER = "composer", _("Composer")
    LYRICIST = "lyricist", _("Lyricist")
    ARRANGER = "arranger", _("Arranger")
    PRODUCER = "producer", _("Producer")
    REMIXER = "remixer", _("Remixer")
    MIXING = "mixing", _("Mixing engineer")
    MASTERING = "mastering", _("Mastering engineer")
    OTHER = "other", _("Other")


class Credit(models.Model):
    """Somebody's part in a track; `artist` when they have a page here, `name` always."""

    track = models.ForeignKey(Track, on_delete=models.CASCADE, related_name="credits")
    role = models.CharField(_("role"), max_length=20, choices=CreditRole)
    name = models.CharField(_("name"), max_length=120)
    artist = models.ForeignKey(Artist, on_delete=models.SET_NULL, null=True, blank=True, related_name="credited_in")
    detail = models.CharField(_("what exactly"), max_length=80, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.name} ({self.role})"
