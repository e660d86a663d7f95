from django.db import models
from django.utils import timezone


class Leftover(models.Model):
    """A folder of the media storage that nobody refers to, to be removed once its time has come.

    An attempt writes it down before its first file and strikes it out in the transaction that publishes, so whatever
    a killed process leaves behind is known.
    """

    prefix = models.CharField(max_length=120, unique=True)
    remove_after = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["remove_after"])]

    def __str__(self) -> str:
        return self.prefix
