"""What is said of two works that may be one recording."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .holders import LONG


class ReportMatchForm(forms.Form):
    address = forms.CharField(
        label=_("Address of the other track's page"), max_length=500, widget=forms.TextInput(attrs={"dir": "ltr"})
    )
    note = forms.CharField(
        label=_("Why"),
        max_length=2000,
        help_text=_("Moderators read this. The other artist is told that there is a report, not by whom."),
        widget=forms.Textarea(attrs=LONG),
    )


class OpenMatchForm(ReportMatchForm):
    field_order = ("mine", "address", "note")
    mine = forms.CharField(
        label=_("Address of one track's page"), max_length=500, widget=forms.TextInput(attrs={"dir": "ltr"})
    )


class CloseMatchForm(forms.Form):
    outcome = forms.CharField(
        label=_("Facts and reasons"),
        max_length=2000,
        help_text=_("Both sides read this, word for word."),
        widget=forms.Textarea(attrs=LONG),
    )
