from django.db import models


class Waited(models.Model):
    number = models.IntegerField(default=0)
    more = models.IntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["number"], name="waited_number")]

    def __str__(self) -> str:
        return str(self.number)
