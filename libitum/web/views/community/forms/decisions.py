from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from libitum.community.models import Ground, Outcome


class DecisionForm(forms.Form):
    outcome = forms.ChoiceField(label=_("Decision"), required=False, widget=forms.RadioSelect)
    facts = forms.CharField(
        label=_("Facts and reasons"),
        required=False,
        help_text=_("Both sides read this, word for word. Name nobody who gave notice."),
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
    )
    ground = forms.ChoiceField(
        label=_("It is against"), required=False, choices=Ground.choices, widget=forms.RadioSelect
    )
    reference = forms.CharField(
        label=_("Which law or rule"),
        required=False,
        help_text=_("With article or section. Needed to take something down."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, outcomes: Iterable[Outcome], *args: Any, **kwargs: Any) -> None:
        """`outcomes`: those that can be decided as things are."""
        super().__init__(*args, **kwargs)
        # The service refuses what has become impossible meanwhile, with a sentence; every outcome may be sent.
        self.fields["outcome"].choices = Outcome.choices  # type: ignore[attr-defined]
        self.fields["outcome"].widget.choices = [(each.value, each.label) for each in outcomes]
