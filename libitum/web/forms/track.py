from copy import copy
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from libitum.catalog.data import OLDEST_RECORDING, genre_choices, language_choices, licences
from libitum.catalog.data.explained import AI_SENTENCES, LICENCE_SENTENCES
from libitum.catalog.models import AiUse, RightsBasis, Track

from .artwork import ArtworkFields
from .fields import WordsField
from .widgets import ExplainedRadios

AI_FIELDS = ("ai_vocals", "ai_instrumentation", "ai_composition", "ai_lyrics", "ai_postproduction")


class TrackForm(ArtworkFields, forms.ModelForm[Track]):
    """All that an artist says of a track, except whom it is published to. The service writes it, not `save`."""

    tags = WordsField(
        label=_("Tags"),
        required=False,
        max_length=1500,
        help_text=_("Free words with commas between: instruments, moods, places."),
    )
    recorded_year = forms.IntegerField(
        label=_("Year of recording"), required=False, min_value=OLDEST_RECORDING, max_value=2200
    )
    isrc = forms.CharField(
        label="ISRC", required=False, max_length=20, help_text=_("Twelve characters, if the recording has one.")
    )
    source_url = forms.URLField(
        label=_("Source"),
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text=_("Only for music of others: the page where its holder published it."),
    )

    class Meta:
        model = Track
        fields = [
            "title", "description", "genre", "language", "lyrics", "explicit", "recorded_year", "isrc",
            "rights_basis", "licence", "attribution", "source_url", "downloadable", *AI_FIELDS,
        ]  # fmt: skip
        widgets = {
            "rights_basis": ExplainedRadios({}),
            "licence": ExplainedRadios(LICENCE_SENTENCES),
            "description": forms.Textarea(attrs={"rows": 4}),
            "lyrics": forms.Textarea(attrs={"rows": 6}),
        }
        help_texts = {
            "explicit": _("Words or content that not everybody wants to hear unprepared."),
            "downloadable": _(
                "They get your recording as it is, in a file whose tags say what machines may do with it. "
                "You alone get the file as you uploaded it."
            ),
            "attribution": _("How you want to be named, or how the holder wants it."),
        }

    def __init__(self, data: Any = None, files: Any = None, *, instance: Track) -> None:
        # A copy: what is typed here must not show as if it were saved already.
        super().__init__(data, files, instance=copy(instance))
        self.work = instance
        self.initial.update(self.initial_of(instance), tags=[tag.name for tag in instance.tags.all()])
        self.fields["genre"].choices = [("", _("not said")), *genre_choices()]  # type: ignore[attr-defined]
        self.fields["language"].choices = [("", _("not said")), *language_choices()]  # type: ignore[attr-defined]
        self.fields["licence"].choices = self.licence_groups()  # type: ignore[attr-defined]
        self.fields["rights_basis"].choices = RightsBasis.choices  # type: ignore[attr-defined]

    def licence_groups(self) -> list[Any]:
        offered = [(row.id, row.name) for row in licences().values() if row.offered]
        others = [(row.id, row.name) for row in licences().values() if not row.offered]
        return [*offered, (gettext("Others, for music that its holder published under them"), others)]

    def clean_isrc(self) -> str:
        """As people write it, with hyphens or spaces, it is longer than it is."""
        return "".join(character for character in self.cleaned_data["isrc"] if character.isalnum()).upper()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        licence = data.get("licence")
        changed = licence != self.work.licence
        if changed and data.get("rights_basis") == RightsBasis.HOLDER and licence and not licences()[licence].offered:
            self.add_error("licence", gettext("For music of your own choose one of the licences at the top."))
        return data

    def values(self) -> dict[str, Any]:
        """For `update_track`."""
        return {name: self.cleaned_data[name] for name in (*self.Meta.fields, "tags")}

    def ai_rows(self) -> list[forms.BoundField]:
        return [self[name] for name in AI_FIELDS]

    @staticmethod
    def ai_words() -> list[tuple[str, Any]]:
        return [(str(use.label), AI_SENTENCES[use.value]) for use in AiUse if use.value]
