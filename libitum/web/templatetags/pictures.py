"""Pictures of works: what the artist gave, else lines drawn from the work's own name."""

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from libitum.catalog.models import Artist, Release, Track
from libitum.web.engraving import engrave

register = template.Library()


@register.simple_tag(takes_context=True)
def artwork(context: Context, work: Artist | Track | Release, size: int, *, described: bool = False) -> SafeString:
    """A square of `size` CSS pixels. Beside its title a picture says nothing new, so `alt` is only for large ones."""
    drawing = engrave(work.uid, detailed=size > DETAILED_FROM)
    paths = mark_safe("".join(f'<path class="{line.kind}" d="{line.path}"/>' for line in drawing.lines))  # noqa: S308 - made of numbers alone
    return format_html(
        '<svg class="art is-{}" viewBox="0 0 100 100" aria-hidden="true">{}</svg>', drawing.colour, paths
    )


DETAILED_FROM = 96  # CSS pixels
