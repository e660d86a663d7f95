"""What templates draw with: signs, pictures, durations. Built in, so no template has to load it."""

import json
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

MS_PER_SECOND = 1000
LONG = ((90, "is-very-long"), (36, "is-long"))  # characters
# No text of an artist's may end the element it stands in.
HARMLESS = str.maketrans({"<": "\\u003C", ">": "\\u003E", "&": "\\u0026"})


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
def with_code(sentence: str) -> SafeString:
    """What stands between backticks is for the command line."""
    parts = sentence.split("`")
    return format_html_join(
        "", "{}", ((format_html("<code>{}</code>", p) if n % 2 else p,) for n, p in enumerate(parts))
    )


@register.filter
def seconds(milliseconds: int | None) -> float | None:
    return None if milliseconds is None else milliseconds / MS_PER_SECOND


@register.filter
def title_size(title: str) -> str:
    """A class for names that would fill the page in the size of the others."""
    return next((name for length, name in LONG if len(title) > length), "")


@register.filter
def isrc(code: str) -> str:
    """CC-XXX-YY-NNNNN, as ISO 3901 prints it."""
    return "-".join((code[:2], code[2:5], code[5:7], code[7:]))


@register.filter
def json_ld(data: dict[str, Any]) -> SafeString:
    """Data for machines (schema.org). It is never run, so the content security policy lets it stand."""
    text = json.dumps(data, ensure_ascii=False).translate(HARMLESS)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308 - nothing in it can end it
