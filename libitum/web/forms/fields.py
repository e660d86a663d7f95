"""Fields of more than one form."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from libitum.catalog.models import Artist
from libitum.catalog.selectors.desk import artist_at
from libitum.catalog.viewers import ANYBODY

from .widgets import PagePicker, ZonedInput

# UTC-12 to UTC+14, in minutes east.
WEST, EAST = -12 * 60, 14 * 60


class ZonedField(forms.MultiValueField):
    """A moment (aware, in UTC) from local day and time and the minutes that the person's clock is ahead of UTC."""

    widget = ZonedInput

    def __init__(self, **kwargs: Any) -> None:
        clock = forms.DateTimeField(input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"])
        clock.error_messages["invalid"] = gettext_lazy("Write the day and time as 2027-03-21T18:30.")
        offset = forms.IntegerField(required=False, validators=[MinValueValidator(WEST), MaxValueValidator(EAST)])
        super().__init__((clock, offset), require_all_fields=False, **kwargs)

    def compress(self, data_list: Sequence[Any]) -> datetime | None:
        if not data_list or data_list[0] is None:
            return None
        at: datetime = data_list[0]
        try:
            return at.replace(tzinfo=UTC) - timedelta(minutes=data_list[1] or 0)
        except OverflowError:
            raise ValidationError(_("Choose a day within this age.")) from None


class WordsField(forms.CharField):
    """Free words with commas between."""

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str) or value is None else ", ".join(str(word) for word in value)

    def clean(self, value: Any) -> list[str]:
        return [word.strip() for word in super().clean(value).split(",") if word.strip()]


class PageField(forms.CharField):
    """The page of an artist of this instance, by its address or the last part of it."""

    widget = PagePicker

    def prepare_value(self, value: Any) -> Any:
        return value.slug if isinstance(value, Artist) else value

    def clean(self, value: Any) -> Artist | None:
        slug = super().clean(value).strip().rstrip("/").rsplit("/", 1)[-1].lstrip("@")
        if not slug:
            return None
        artist = artist_at(slug.lower(), ANYBODY)
        if artist is None:
            raise ValidationError(
                _("There is no artist page “%(slug)s” here. Leave it empty for people elsewhere.") % {"slug": slug}
            )
        return artist
