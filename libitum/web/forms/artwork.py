from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from libitum.catalog.models import Artist, Release, Track


class ArtworkFields(forms.Form):
    """The picture of a work, within the form of the work itself."""

    picture = forms.FileField(
        label=_("Picture"),
        required=False,
        help_text=_("JPEG, PNG, WebP or GIF, at most 20 MB; best square, 1400 pixels or more."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/gif"}),
    )
    picture_alt = forms.CharField(
        label=_("What it shows"),
        required=False,
        max_length=300,
        help_text=_("For who can't see it."),
    )
    picture_remove = forms.BooleanField(label=_("Take the picture away"), required=False)

    @staticmethod
    def initial_of(work: Artist | Track | Release) -> dict[str, Any]:
        artwork = getattr(work, "artwork", None)
        return {"picture_alt": artwork.alt if artwork else ""}
