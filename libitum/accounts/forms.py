"""What people fill in about themselves, beside allauth's own forms."""

from typing import Any

from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .ages import is_adult
from .models import ApiToken, Scope, User
from .services import clean_name


def birth_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date", "autocomplete": "bday"}, format="%Y-%m-%d")


class AdultField(forms.DateField):
    """Takes a date of birth and gives back only whether this is an adult."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=_("Date of birth"), widget=birth_input(), **kwargs)

    def clean(self, value: object) -> bool:
        born_on = super().clean(value)
        return born_on is not None and is_adult(born_on, timezone.localdate())


class NameField(forms.CharField):
    def __init__(self, **kwargs: Any) -> None:
        attrs = {"autocomplete": "nickname"}
        super().__init__(label=_("Name others see"), max_length=80, widget=forms.TextInput(attrs=attrs), **kwargs)

    def clean(self, value: object) -> str:
        return clean_name(super().clean(value))


class SignupQuestions(forms.Form):
    """What we ask besides allauth's own fields (ACCOUNT_SIGNUP_FORM_CLASS)."""

    name = NameField()
    born_on = AdultField(
        help_text=_("Asked once. We keep only whether you are an adult, and forget the date at once."),
        error_messages={"required": _("We need to know whether you are an adult.")},
    )
    # Never ticked beforehand, and never needed: who says no has an account all the same.
    terms = forms.BooleanField(
        label=_("I have read the terms and say yes to them."),
        required=False,
        help_text=_(
            "You can do this later as well. Until then, your music is used only for what the service can't run without."
        ),
    )
    field_order = ("name", "email", "password1", "born_on", "terms")

    def signup(self, request: HttpRequest, user: User) -> None:
        """allauth asks for this; the adapter has written the answers already, in one row with the rest."""


class AddPasskeyForm(AddWebAuthnForm):
    """Always a passkey: it signs in by itself, so it makes sure who holds it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("What to call it")
        self.fields["name"].help_text = _("So that you know it again: the name of the phone or key, for example.")
        self.fields["passwordless"].widget = forms.HiddenInput()
        self.fields["passwordless"].initial = True


class ProfileForm(forms.Form):
    name = NameField()
    language = forms.ChoiceField(
        label=_("Language"),
        required=False,
        choices=[("", _("As my browser says")), *settings.LANGUAGES],
        help_text=_("Of these pages, and of our letters."),
    )


class AgeForm(forms.Form):
    born_on = forms.DateField(label=_("Date of birth"), widget=birth_input())


class TokenForm(forms.Form):
    name = forms.CharField(label=ApiToken._meta.get_field("name").verbose_name, max_length=80)  # noqa: SLF001 - Django's documented way
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one thing that the program may do.")},
    )
    days = forms.TypedChoiceField(
        label=_("How long it works"),
        coerce=int,
        choices=[(30, _("30 days")), (90, _("90 days")), (365, _("a year")), (0, _("until I revoke it"))],
        initial=90,
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [choice for choice in Scope.choices if user.is_staff or choice[0] != Scope.MODERATE]
        self.fields["scopes"].choices = offered  # type: ignore[attr-defined]


class CloseAccountForm(forms.Form):
    """Deleting for ever takes a word typed, not a click."""

    word = forms.CharField(widget=forms.TextInput(attrs={"autocomplete": "off"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.expected = gettext("delete")
        self.fields["word"].label = gettext("Type “%(word)s” to confirm") % {"word": self.expected}

    def clean_word(self) -> str:
        word = str(self.cleaned_data["word"]).strip()
        if word.casefold() != self.expected.casefold():
            raise ValidationError(gettext("Nothing was deleted: the word is “%(word)s”.") % {"word": self.expected})
        return word
