"""Lists of small forms, one per line. Empty lines count for nothing; one more can be had without scripts, too."""

import re
from typing import Any, Protocol, TypeVar, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

MORE = "more"


class Line(Protocol):
    def row(self) -> dict[str, Any] | None: ...


F = TypeVar("F", bound=forms.Form)


class Lines(forms.BaseFormSet[F]):
    deletion_widget = forms.CheckboxInput

    def add_fields(self, form: F, index: int | None) -> None:
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = _("Take this line away")

    def rows(self) -> list[dict[str, Any]]:
        """What stands in the lines, those empty or taken away left out."""
        return [row for form in self.forms if (row := cast("Line", form).row()) is not None]


def lines_of(form: type[F], *, most: int) -> type[Lines[F]]:
    made = forms.formset_factory(
        form, formset=Lines[F], extra=1, can_delete=True, max_num=most, absolute_max=most + 50, validate_max=True
    )
    return cast("type[Lines[F]]", made)


def with_one_more(data: QueryDict, prefix: str) -> int:
    """Add an empty line to what was sent; the number of the line."""
    name = f"{prefix}-TOTAL_FORMS"
    text = data.get(name, "0")
    number = int(text) if re.fullmatch(r"\d{1,6}", text, re.ASCII) else 0
    data[name] = str(number + 1)
    return number
