from django import forms
from django.utils.translation import gettext_lazy as _

from libitum.community.models import Category


class NoticeForm(forms.Form):
    """What is missing or too long is the service's to say; here only how it is asked."""

    about = forms.CharField(required=False, widget=forms.HiddenInput)
    key = forms.CharField(required=False, widget=forms.HiddenInput)
    address = forms.CharField(
        label=_("Address of the page"),
        required=False,
        help_text=_("Of the track, release, artist or comment, as your browser shows it."),
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
    )
    category = forms.ChoiceField(
        label=_("What is wrong?"), required=False, choices=Category.choices, widget=forms.RadioSelect
    )
    explanation = forms.CharField(
        label=_("Explain it"),
        required=False,
        help_text=_("What exactly, where in it, and why it should not be here. A moderator reads this."),
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
    )
    name = forms.CharField(
        label=_("Your name"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name", "dir": "auto"}),
    )
    email = forms.CharField(
        label=_("Your e-mail address"), required=False, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    share_identity = forms.BooleanField(
        label=_("If this is about copyright, the artist may read my name."), required=False
    )
    in_my_name = forms.BooleanField(
        label=_("Keep this notice with my account, so that I find it again."), required=False
    )
    good_faith = forms.BooleanField(
        label=_("I believe in good faith that what I say here is accurate and complete."), required=False
    )
    # No person sees this field; programs that fill in whatever they find do.
    website = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def clean_website(self) -> str:
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("A field that nobody sees was filled in, as programs do."))
        return ""


class AppealForm(forms.Form):
    text = forms.CharField(
        label=_("Why you disagree"),
        required=False,
        help_text=_("You can write once: say everything that a moderator should know."),
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )
    key = forms.CharField(required=False, widget=forms.HiddenInput)
