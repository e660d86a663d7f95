from django.db import models
from django.db.models.functions import Left


class SearchDocument(models.Model):
    """What can be found of one work, folded to plain lower-case words; migrations put the indexes of words on it."""

    kind = models.CharField(max_length=10)
    object_id = models.BigIntegerField()
    title = models.TextField()
    names = models.TextField()
    words = models.TextField()

    class Meta:
        # Titles may be longer than what an index of PostgreSQL's takes.
        indexes = [models.Index("kind", Left("title", 100), models.F("object_id").desc(), name="search_by_title")]
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="one_search_document_per_work")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"
