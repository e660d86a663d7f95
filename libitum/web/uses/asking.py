"""Filters of the ledger, as an address writes them."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from libitum.accounts.models import User
from libitum.rights.selectors.uses import Asked, choices_of

from .words import purpose_name


class AskedForm(forms.Form):
    purpose = forms.ChoiceField(label=_("Purpose"), required=False)
    engine = forms.ChoiceField(label=_("Engine"), required=False)
    work = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, data: QueryDict, *, user: User) -> None:
        super().__init__(data)
        purposes, engines = choices_of(user)
        self.fields["purpose"].choices = [("", _("all")), *((name, purpose_name(name)) for name in purposes)]  # type: ignore[attr-defined]
        self.fields["engine"].choices = [("", _("all")), *engines]  # type: ignore[attr-defined]

    def asked(self) -> Asked:
        """What can't be understood limits nothing, and is said beside its field."""
        self.is_valid()
        return Asked(**{name: value for name, value in self.cleaned_data.items() if value})
