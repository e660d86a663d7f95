from collections.abc import Mapping
from typing import Any

from django import forms


class ExplainedRadios(forms.RadioSelect):
    """Each choice with a sentence that says what it means. Groups after the first are folded away."""

    template_name = "web/forms/explained.html"
    option_template_name = "django/forms/widgets/input_option.html"

    def __init__(self, sentences: Mapping[str, Any], attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.sentences = sentences

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        sentence = self.sentences.get(str(value), "")
        option["sentence"] = sentence
        if sentence and "id" in option["attrs"]:
            option["attrs"]["aria-describedby"] = f"{option['attrs']['id']}_says"
        return option


class ZonedInput(forms.MultiWidget):
    """Day and time as the clock on the person's wall shows them, and how far that clock is from UTC.

    The distance is filled in by a script (zones.js); without scripts the time is read as UTC, and the page says so.
    """

    template_name = "web/forms/zoned.html"
    use_fieldset = False

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        clock = forms.DateTimeInput(attrs={"type": "datetime-local", "step": 60}, format="%Y-%m-%dT%H:%M")
        super().__init__({"at": clock, "offset": forms.HiddenInput()}, attrs)

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_0" if id_ else ""

    def decompress(self, value: Any) -> list[Any]:
        return [value, ""]


class PagePicker(forms.TextInput):
    """An artist's page of this instance, by its address; suggestions come as one types (suggestions.js)."""

    template_name = "web/forms/page_picker.html"
