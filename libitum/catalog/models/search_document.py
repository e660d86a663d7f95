from django.db import models


class SearchDocument(models.Model):
    """What can be found of one work, folded to plain lower-case letters; the migration puts the index on it."""

    kind = models.CharField(max_length=10)
    object_id = models.BigIntegerField()
    title = models.TextField()
    names = models.TextField()
    words = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="one_search_document_per_work")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"
