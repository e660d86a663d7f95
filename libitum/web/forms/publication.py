from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from libitum.accounts.models import User
from libitum.catalog.data.explained import VISIBILITY_SENTENCES
from libitum.catalog.models import Release, Track, Visibility
from libitum.catalog.services import publish, publish_with_tracks, unlist, withdraw

from .fields import ZonedField
from .widgets import ExplainedRadios

SCHEDULED = "scheduled"
WHO = [
    (Visibility.PUBLIC.value, _("Everybody, now")),
    (SCHEDULED, _("Everybody, from a time I choose")),
    (Visibility.UNLISTED.value, _("Whoever has a secret link")),
    (Visibility.PRIVATE.value, _("Nobody but me")),
]
# Fields of the services by what they are called here.
NAMES = {"publish_at": "at", "rights_basis": "is_holder"}


def who_hears(work: Track | Release) -> str:
    return SCHEDULED if work.is_scheduled else work.visibility


class PublicationForm(forms.Form):
    """One act: who hears a work. For a release, also its tracks."""

    who = forms.ChoiceField(label=_("Who hears it"), choices=WHO, widget=ExplainedRadios(VISIBILITY_SENTENCES))
    at = ZonedField(label=_("Day and time"), required=False)
    is_holder = forms.BooleanField(label=_("I made it, or hold all rights in it."), required=False)
    with_tracks = forms.BooleanField(label=_("Publish its tracks with it"), required=False, initial=True)

    def __init__(self, data: Any = None, *, work: Track | Release, tracks: Sequence[Track] = ()) -> None:
        """`tracks`: those of a release that are not public yet."""
        initial = {"who": who_hears(work), "at": work.publish_at if work.is_scheduled else None}
        super().__init__(data, initial=initial)
        self.work = work
        if not tracks:
            del self.fields["with_tracks"]
        concerned = [work] if isinstance(work, Track) else tracks
        if all(track.rights_basis for track in concerned):
            del self.fields["is_holder"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("who") == SCHEDULED and data.get("at") is None and "at" not in self.errors:
            self.add_error("at", gettext("Choose the day and time."))
        return data

    def apply(self, actor: User) -> bool:
        """Whether it was done; if not, the form says why."""
        try:
            self.act(actor)
        except ValidationError as error:
            for name, problems in error.message_dict.items() if hasattr(error, "error_dict") else []:
                field = NAMES.get(name, name)
                self.add_error(field if field in self.fields else None, problems)
            if not self.errors:
                self.add_error(None, error)
            return False
        return True

    def act(self, actor: User) -> None:
        data = self.cleaned_data
        at: datetime | None = data["at"] if data["who"] == SCHEDULED else None
        holder = bool(data.get("is_holder"))
        if data["who"] == Visibility.PRIVATE:
            withdraw(actor=actor, work=self.work)
        elif data["who"] == Visibility.UNLISTED:
            unlist(actor=actor, work=self.work, is_holder=holder)
        elif isinstance(self.work, Release) and data.get("with_tracks"):
            publish_with_tracks(actor=actor, release=self.work, at=at, is_holder=holder)
        else:
            publish(actor=actor, work=self.work, at=at, is_holder=holder)


class SecretLinkForm(forms.Form):
    label = forms.CharField(label=_("For whom"), max_length=80, required=False)
    expires_at = ZonedField(label=_("Works until"), required=False)
