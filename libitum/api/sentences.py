"""What the schemas find wrong, said in the reader's language."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

# By the type of pydantic's error; the names in brackets are those of its context.
SENTENCES: dict[str, "_StrPromise"] = {
    "missing": gettext_lazy("This is missing."),
    "extra_forbidden": gettext_lazy("There is no such field."),
    "string_too_long": gettext_lazy("At most %(max_length)d characters."),
    "string_too_short": gettext_lazy("At least %(min_length)d characters."),
    "too_long": gettext_lazy("At most %(max_length)d entries."),
    "too_short": gettext_lazy("At least %(min_length)d entries."),
    "string_type": gettext_lazy("This must be text."),
    "bool_type": gettext_lazy("This must be true or false."),
    "bool_parsing": gettext_lazy("This must be true or false."),
    "int_type": gettext_lazy("This must be a whole number."),
    "int_parsing": gettext_lazy("This must be a whole number."),
    "int_parsing_size": gettext_lazy("This number is too large."),
    "int_from_float": gettext_lazy("This must be a whole number."),
    "less_than_equal": gettext_lazy("At most %(le)s."),
    "greater_than_equal": gettext_lazy("At least %(ge)s."),
    "list_type": gettext_lazy("This must be a list."),
    "model_type": gettext_lazy("This must be an object."),
    "model_attributes_type": gettext_lazy("This must be an object."),
    "dict_type": gettext_lazy("This must be an object."),
    "literal_error": gettext_lazy("This must be one of: %(expected)s."),
    "enum": gettext_lazy("This must be one of: %(expected)s."),
    "day": gettext_lazy("Write the day as 2026-11-20: year, month, day."),
    "timezone_aware": gettext_lazy("Give the time zone too, as in 2030-01-31T18:00:00Z."),
}
DATES = gettext_lazy("This must be a time as in 2030-01-31T18:00:00Z.")
OTHER = gettext_lazy("This can't be taken as it is.")


def sentence_for(error: Mapping[str, Any]) -> str:
    """`error`: a row of pydantic's, with its type and the context that belongs to it."""
    kind = str(error["type"])
    if kind.startswith(("datetime", "date", "timezone")) and kind not in SENTENCES:
        return str(DATES)
    if kind == "value_error":
        return _(str(error["ctx"]["error"])) if "ctx" in error else str(OTHER)
    context = {name: value for name, value in error.get("ctx", {}).items() if isinstance(value, str | int | float)}
    return str(SENTENCES.get(kind, OTHER)) % context
