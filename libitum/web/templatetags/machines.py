"""What a page's head says to machines (`libitum.policy`)."""

from functools import cache
from typing import Any

from django import template
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from libitum.policy import RSL_TYPE, Policy, declared, keep_out_of_indexes, policy

register = template.Library()


@register.simple_tag(takes_context=True)
def machine_metas(context: dict[str, Any]) -> SafeString:
    """The policy of what is shown: of one work where the view declared it, else the instance's."""
    request: HttpRequest | None = context.get("request")
    return written(declared(request) if request else policy())


@cache
def written(said: Policy) -> SafeString:
    """There are four policies, and every page says one."""
    metas = format_html_join("\n", '<meta name="{}" content="{}">', said.metas.items())
    return format_html('{}\n<link rel="license" type="{}" href="{}">', metas, RSL_TYPE, said.licence)


@register.simple_tag(takes_context=True)
def not_indexed(context: dict[str, Any], also: str = "") -> SafeString:
    """Keeps the page out of search engines, in its head and in the response's headers."""
    request: HttpRequest | None = context.get("request")
    if request:
        keep_out_of_indexes(request)
    return format_html('<meta name="robots" content="noindex{}">', f", {also}" if also else "")
