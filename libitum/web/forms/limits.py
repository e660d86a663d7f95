"""The limits of an opt-in. The defaults are narrow: a year, this site alone, not to earn money with."""

import re
import time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from libitum.rights.models import Engine
from libitum.rights.services.choices import Limits
from libitum_verify.rights.facts import INSTANCE

YEAR = 365 * 24 * 3600
TERMS = {"1": YEAR, "3": 3 * YEAR}
COUNTRY = re.compile(r"[A-Z]{2}")
MOST_COUNTRIES = 250


class LimitsForm(forms.Form):
    term = forms.ChoiceField(
        label=_("For how long"),
        choices=[("1", _("A year")), ("3", _("Three years")), ("", _("Until I withdraw it"))],
        required=False,
        initial="1",
        widget=forms.RadioSelect,
    )
    commercial = forms.BooleanField(label=_("Also to earn money with"), required=False)
    taker = forms.ChoiceField(label=_("Who may do it"), required=False)
    territories = forms.CharField(
        label=_("Only in these countries"),
        required=False,
        max_length=1000,
        help_text=_("Codes of two letters, as in: IT FR. Empty: everywhere."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    model = forms.CharField(
        label=_("Only this model"), required=False, max_length=80, help_text=_("Empty: any model of theirs.")
    )
    version = forms.CharField(label=_("Its version"), required=False, max_length=40)
    credit = forms.CharField(
        label=_("Credit me as"), required=False, max_length=200, help_text=_("Empty: as the work names me.")
    )
    share = forms.DecimalField(
        label=_("My share of the income, in %"), required=False, min_value=0, max_value=100, decimal_places=1
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, prefix="limits")
        partners = Engine.objects.filter(is_active=True).exclude(taker=INSTANCE).values_list("taker", flat=True)
        choices = [(INSTANCE, _("This site alone")), *((name, name) for name in sorted(set(partners)))]
        self.fields["taker"].choices = choices  # type: ignore[attr-defined]

    def clean_territories(self) -> tuple[str, ...]:
        codes = sorted(set(re.findall(r"[^\s,;]+", self.cleaned_data["territories"].upper())))
        wrong = [code for code in codes if not COUNTRY.fullmatch(code)]
        if wrong:
            raise ValidationError(_("This is no code of a country: %(code)s") % {"code": wrong[0]})
        if len(codes) > MOST_COUNTRIES:
            raise ValidationError(_("There are not so many countries."))
        return tuple(codes)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("version") and not data.get("model"):
            self.add_error("model", gettext("Say of which model this is the version."))
        return data

    def limits(self) -> Limits:
        data = self.cleaned_data
        seconds = TERMS.get(data["term"])
        share = data["share"]
        return Limits(
            taker=data["taker"] or INSTANCE,
            model=data["model"],
            version=data["version"],
            territories=data["territories"],
            commercial=data["commercial"],
            credit=data["credit"],
            share=None if share is None else int(share * 10),
            until=int(time.time()) + seconds if seconds else None,
        )
