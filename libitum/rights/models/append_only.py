"""Rows that are written once. The database itself refuses to change them (migration 0002); erasure may delete them."""

from typing import Any

from django.db import models


class AlreadyWritten(TypeError):  # noqa: N818 - says what is the matter
    """Somebody tried to change what was said."""


class AppendOnly(models.Model):
    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AlreadyWritten(f"{type(self).__name__} {self.pk} is written and stays as it is")
        super().save(*args, **kwargs)
