from django import forms
from django.utils.translation import gettext_lazy as _

from libitum.community.moments import parse_moment


class MomentField(forms.CharField):
    """`m:ss` as typed, milliseconds as cleaned; None when empty."""

    def clean(self, value: object) -> int | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse_moment(text)
        except ValueError:
            raise forms.ValidationError(_("Write the moment as minutes and seconds, like 1:23.")) from None


class CommentForm(forms.Form):
    """Limits are the service's; here only what belongs to typing."""

    body = forms.CharField(
        label=_("Comment"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )
    at = MomentField(
        label=_("At"),
        required=False,
        help_text=_("Minutes and seconds; left empty, it is about the whole."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "data-comment-at": True}),
    )
    parent = forms.CharField(required=False, widget=forms.HiddenInput)
    key = forms.CharField(required=False, widget=forms.HiddenInput)
