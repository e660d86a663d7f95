from copy import copy
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from libitum.catalog.models import Artist, ArtistLink

from .artwork import ArtworkFields
from .lines import lines_of

PREFIX = "links"


class ArtistForm(ArtworkFields, forms.ModelForm[Artist]):
    class Meta:
        model = Artist
        fields = ["name", "place", "bio"]
        widgets = {"bio": forms.Textarea(attrs={"rows": 6})}
        help_texts = {
            "name": _("What you publish under: your own, a band's, a project's. You can have several pages."),
            "place": _("A town, a landscape, or nothing."),
        }

    def __init__(self, data: Any = None, files: Any = None, *, instance: Artist) -> None:
        super().__init__(data, files, instance=copy(instance))
        self.work = instance
        self.initial.update(self.initial_of(instance))

    def values(self) -> dict[str, Any]:
        """For `update_artist`."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class LinkForm(forms.Form):
    label = forms.CharField(label=_("What it is"), max_length=60, required=False)
    url = forms.URLField(label=_("Address"), max_length=500, required=False, assume_scheme="https")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("label") and not data.get("url") and "url" not in self.errors:
            self.add_error("url", gettext("Write the address, or empty the line."))
        return data

    def row(self) -> dict[str, str] | None:
        data = self.cleaned_data
        if data.get("DELETE") or not data.get("url"):
            return None
        url: str = data["url"]
        return {"label": data.get("label") or url.split("//", 1)[-1].split("/", 1)[0][:60], "url": url}


LinkFormSet = lines_of(LinkForm, most=20)


def links_initial(artist: Artist) -> list[dict[str, str]]:
    return [{"label": link.label, "url": link.url} for link in links_of(artist)]


def links_of(artist: Artist) -> list[ArtistLink]:
    return list(artist.links.all()) if artist.pk else []
