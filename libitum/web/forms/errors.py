from django import forms
from django.core.exceptions import ValidationError


def tell(form: forms.BaseForm, error: ValidationError) -> None:
    """Put what a service refused beside the fields it names; the rest stands above the form."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for name, problems in error.error_dict.items():
        form.add_error(name if name in form.fields else None, problems)
