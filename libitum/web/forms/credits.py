from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from libitum.catalog.models import Credit, CreditRole

from .fields import PageField
from .lines import lines_of

PREFIX = "credits"


class CreditForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=CreditRole.choices, required=False)
    name = forms.CharField(label=_("Name"), max_length=120, required=False)
    artist = PageField(label=_("Their page here"), required=False, max_length=200)
    detail = forms.CharField(label=_("What exactly"), max_length=80, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("artist") and not data.get("name"):
            data["name"] = data["artist"].name
        if data.get("detail") and not data.get("name") and not self.errors:
            self.add_error("name", gettext("Say who it was, or empty the line."))
        return data

    def row(self) -> dict[str, Any] | None:
        """For `set_credits`; None for a line left empty or taken away."""
        data = self.cleaned_data
        if data.get("DELETE") or not data.get("name"):
            return None
        return {name: data[name] for name in ("role", "name", "artist", "detail")}


CreditFormSet = lines_of(CreditForm, most=100)


def credits_initial(credit_rows: Iterable[Credit]) -> list[dict[str, Any]]:
    return [
        {"role": credit.role, "name": credit.name, "artist": credit.artist, "detail": credit.detail}
        for credit in credit_rows
    ]
