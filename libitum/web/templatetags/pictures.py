"""Pictures of works: what the artist gave, else lines drawn from the work's own name."""

from django import template
from django.template import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from libitum.catalog.models import Artist, Release, Track
from libitum.catalog.viewers import Viewer
from libitum.media.addresses import artwork_url
from libitum.media.models import Artwork
from libitum.web.engraving import engrave
from libitum.web.templatetags.waveform import HEIGHT, PITCH, Overview, bars_path

register = template.Library()

Work = Artist | Track | Release
DETAILED_FROM = 96  # CSS pixels
DENSE = 2  # device pixels to a CSS pixel


@register.simple_tag(takes_context=True)
def artwork(context: Context, work: Work, size: int) -> SafeString:
    """A square of at most `size` CSS pixels.

    Beside its title a small picture says nothing new and is passed over by screen readers; a large one has its words.
    """
    picture: Artwork | None = getattr(work, "artwork", None)
    if picture is None:
        return engraved(work, detailed=size >= DETAILED_FROM)
    viewer = context.get("viewer") or Viewer.of(context["user"], context.get("secret") or "")
    return format_html(
        '<img class="picture" src="{}" srcset="{} {}x" width="{}" height="{}" alt="{}" {} decoding="async">',
        artwork_url(picture, size, viewer),
        artwork_url(picture, size * DENSE, viewer),
        DENSE,
        size,
        size,
        picture.alt if size >= DETAILED_FROM else "",
        "" if size >= DETAILED_FROM else LAZY,
    )


LAZY = format_html('loading="{}"', "lazy")


def engraved(work: Work, *, detailed: bool) -> SafeString:
    drawing = engrave(work.uid, detailed=detailed)
    return format_html(
        '<svg class="art is-{}{}" viewBox="0 0 100 100" aria-hidden="true" focusable="false">{}</svg>',
        drawing.colour,
        " is-detailed" if detailed else "",
        format_html_join("", '<path class="{}" d="{}"/>', ((line.kind, line.path) for line in drawing.lines)),
    )


@register.simple_tag
def waveform_bars(overview: Overview) -> SafeString:
    """The bars alone, to be stretched to their place."""
    path = bars_path(overview)
    return format_html(
        '<svg class="bars" viewBox="0 0 {} {}" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        '<path d="{}"/></svg>',
        len(overview["rms"]) * PITCH,
        HEIGHT,
        path,
    )
