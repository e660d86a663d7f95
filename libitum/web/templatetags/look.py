"""What templates draw with: signs, pictures, durations. Built in, so no template has to load it."""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

MS_PER_SECOND = 1000


@register.simple_tag
def icon(name: str) -> SafeString:
    """A sign of `icons.svg`; the words stand beside it or in the label of what holds it."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        static("web/icons.svg"),
        name,
    )


@register.filter
def clock(milliseconds: int | None) -> str:
    """3:07, or 1:02:09; nothing for a length not known yet."""
    if milliseconds is None:
        return ""
    minutes, seconds = divmod(round(milliseconds / MS_PER_SECOND), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


@register.filter
def iso_duration(milliseconds: int | None) -> str:
    """ISO 8601, as schema.org wants it."""
    return "" if milliseconds is None else f"PT{round(milliseconds / MS_PER_SECOND)}S"


@register.filter
def seconds(milliseconds: int | None) -> float | None:
    return None if milliseconds is None else milliseconds / MS_PER_SECOND
