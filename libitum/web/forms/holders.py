"""What is said of rights in a work: societies and their mandates, disputes and their ends, successions."""

from django import forms
from django.utils.translation import gettext_lazy as _

from libitum.rights.models.holding import Role

LONG = {"rows": 4, "dir": "auto"}


class InvitationForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail address"),
        required=False,
        help_text=_("Only if you want us to write to them, once. We forget it afterwards."),
    )


class SocietyForm(forms.Form):
    society = forms.CharField(
        label=_("Collecting society"), max_length=80, required=False, help_text=_("Empty: none administers it.")
    )


class MandateForm(forms.Form):
    evidence = forms.CharField(
        label=_("What shows that the society agrees"),
        max_length=2000,
        help_text=_("A letter, a contract, an address where it can be read. A moderator looks at it."),
        widget=forms.Textarea(attrs=LONG),
    )


class DisputeForm(forms.Form):
    role = forms.ChoiceField(label=_("Which right is yours"), choices=Role.choices, widget=forms.RadioSelect)
    grounds = forms.CharField(
        label=_("Why"),
        max_length=2000,
        help_text=_("Moderators read this. The artist is told that there is a dispute, and about which right."),
        widget=forms.Textarea(attrs=LONG),
    )


class DisputeAnswerForm(forms.Form):
    text = forms.CharField(
        label=_("What a moderator should know"),
        max_length=2000,
        help_text=_("Moderators read this. Who raised it is told that you have answered, not what."),
        widget=forms.Textarea(attrs=LONG),
    )


class CloseDisputeForm(forms.Form):
    upheld = forms.TypedChoiceField(
        label=_("How it ends"),
        choices=[("no", _("The holders stay as they are")), ("yes", _("Who raised it holds this right too"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    outcome = forms.CharField(
        label=_("Facts and reasons"),
        max_length=2000,
        help_text=_("Both sides read this, word for word."),
        widget=forms.Textarea(attrs=LONG),
    )


class MandateDecisionForm(forms.Form):
    confirmed = forms.TypedChoiceField(
        label=_("What you found"),
        choices=[("yes", _("The society agrees")), ("no", _("This does not show it"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("Reasons"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"})
    )


class DeathForm(forms.Form):
    email = forms.EmailField(label=_("E-mail address of the account"))
    died_on = forms.DateField(label=_("Day of death"), widget=forms.DateInput(attrs={"type": "date"}))


class SuccessorForm(forms.Form):
    email = forms.EmailField(label=_("E-mail address of the successor's account"))
    evidence = forms.CharField(
        label=_("What shows it"),
        max_length=2000,
        help_text=_("What you have seen and when: a certificate of inheritance, a will, a court's paper."),
        widget=forms.Textarea(attrs=LONG),
    )
