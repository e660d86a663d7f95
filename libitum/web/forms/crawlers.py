"""What an operator says of an AI agent."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from libitum.crawlers.agents import LONGEST_NAME
from libitum.crawlers.models import Treatment
from libitum.crawlers.selectors import name_as_listed

AS_CATEGORY = _("as its category")


class AgentForm(forms.Form):
    name = forms.CharField(
        label=_("Name, as it stands in robots.txt"),
        max_length=LONGEST_NAME,
        error_messages={"required": _("An agent needs a name.")},
    )
    treatment = forms.TypedChoiceField(
        label=_("What it is told"),
        choices=[("", AS_CATEGORY), *Treatment.choices],
        coerce=Treatment,
        empty_value=None,
        required=False,
    )
    why = forms.CharField(label=_("Why"), max_length=200, required=False)

    def clean_name(self) -> Any:
        return name_as_listed(self.cleaned_data["name"])
