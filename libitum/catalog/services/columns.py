"""Which columns an artist may set, and how much goes into them; the rest belongs to other rooms or to nobody."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _

from libitum.catalog.models import Artist, Release, Track

NOT_THEIRS = frozenset({"id", "uid", "owner", "artist", "taken_down_at", "audio_ready_at", "duration_ms"})


def assign(work: Artist | Track | Release, values: Mapping[str, object]) -> None:
    """Raises FieldDoesNotExist or TypeError for what isn't a column of theirs: a caller's mistake, not a person's."""
    for name, value in values.items():
        field = type(work)._meta.get_field(name)  # noqa: SLF001 - Django's documented way
        if name in NOT_THEIRS or not field.concrete:
            raise TypeError(name)
        setattr(work, name, value)


def check_columns(row: Model, *, alone: bool = False) -> None:
    """Each column's own limits, with those that Django leaves to its forms: the length of long texts, and NUL.

    `alone`: no other row is looked up.
    """
    related = {field.name for field in row._meta.concrete_fields if field.is_relation} if alone else set()  # noqa: SLF001 - as above
    row.full_clean(exclude=related, validate_unique=not alone, validate_constraints=not alone)
    errors: dict[str, str] = {}
    for field in row._meta.concrete_fields:  # noqa: SLF001 - Django's documented way
        text = getattr(row, field.attname)
        if not isinstance(text, str):
            continue
        if "\0" in text:
            errors[field.name] = _("This text has characters in it that can't be kept.")
        elif field.max_length and len(text) > field.max_length:
            most = {"number": field.max_length}
            errors[field.name] = _("This text is too long: at most %(number)d characters have room here.") % most
    if errors:
        raise ValidationError(errors)
