from copy import copy
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from libitum.accounts.models import User
from libitum.catalog.models import Artist, Release, ReleaseKind
from libitum.catalog.selectors.desk import my_artists

from .artwork import ArtworkFields


class ReleaseForm(ArtworkFields, forms.ModelForm[Release]):
    """What an artist says of a release; its tracks are a list of their own, whom it is published to another page."""

    class Meta:
        model = Release
        fields = ["title", "kind", "description"]
        widgets = {"kind": forms.RadioSelect, "description": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, data: Any = None, files: Any = None, *, instance: Release) -> None:
        super().__init__(data, files, instance=copy(instance))
        self.work = instance
        self.initial.update(self.initial_of(instance))

    def values(self) -> dict[str, Any]:
        """For `update_release`."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class NewReleaseForm(forms.Form):
    artist = forms.ModelChoiceField(label=_("Under the name"), queryset=Artist.objects.none(), empty_label=None)
    title = forms.CharField(label=_("Title"), max_length=200)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=ReleaseKind.choices, widget=forms.RadioSelect, initial=ReleaseKind.ALBUM
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["artist"].queryset = my_artists(user)  # type: ignore[attr-defined]
