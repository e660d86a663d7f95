from django.db import models
from django.utils import timezone

from .artist import Artist
from .release import Release
from .track import Track


class PastSlug(models.Model):
    """An address that was in use: it goes on leading to the work until somebody takes it anew.

    With neither track nor release, the artist's own former address.
    """

    artist = models.ForeignKey(Artist, on_delete=models.CASCADE, related_name="past_slugs")
    track = models.ForeignKey(Track, on_delete=models.CASCADE, null=True, blank=True, related_name="past_slugs")
    release = models.ForeignKey(Release, on_delete=models.CASCADE, null=True, blank=True, related_name="past_slugs")
    slug = models.SlugField(max_length=120, db_index=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return self.slug
