"""From a date of birth to the one thing we keep of it."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

ADULT = 18
OLDEST = 130


def years_on(day: date, born_on: date) -> int:
    """Completed years of age; who was born on 29 February is a year older on 1 March."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def is_adult(born_on: date, today: date) -> bool:
    """Raises ValidationError where no living person has this date of birth."""
    years = years_on(today, born_on)
    if born_on > today or years > OLDEST:
        raise ValidationError(_("This can't be your date of birth: check the year."))
    return years >= ADULT
