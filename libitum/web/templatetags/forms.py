from django import forms, template

register = template.Library()


@register.filter
def without_placeholders(form: forms.BaseForm) -> forms.BaseForm:
    """Labels stand above their boxes; nothing stands in a box that isn't an answer."""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)
    return form
