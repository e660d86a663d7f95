from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from libitum.analysis.answers import FASTEST, SLOWEST
from libitum.analysis.models import Correction, Key, Mode

AS_MEASURED = ("", _("as it was measured"))


class SoundForm(forms.Form):
    """What the artist says of tempo and key instead of the engine. The service writes it."""

    tempo = forms.FloatField(
        label=_("Tempo"), required=False, min_value=SLOWEST, max_value=FASTEST, help_text=_("Beats in a minute.")
    )
    key = forms.ChoiceField(label=_("Key"), required=False, choices=[AS_MEASURED, *Key.choices])
    mode = forms.ChoiceField(label=_("Mode"), required=False, choices=[AS_MEASURED, *Mode.choices])
    hidden = forms.BooleanField(label=_("Show neither to anybody"), required=False)

    @classmethod
    def about(cls, said: Correction | None, data: Any = None) -> "SoundForm":
        fields = ("tempo", "key", "mode", "hidden")
        return cls(data, initial={name: getattr(said, name) for name in fields} if said else None)
