"""Markdown of the terms as HTML. Raw HTML in it is shown as text, and links with odd schemes are no links."""

import re
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.text import slugify
from markdown_it import MarkdownIt

from libitum.rights.wording.document import parts_of

MARKDOWN = MarkdownIt("commonmark", {"html": False})
HEADING = re.compile(r"^## +(.+?)\s*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Chapter:
    """`title` is empty for what stands before the first heading. `made`: it holds the section made from the clause."""

    anchor: str
    title: str
    html: SafeString
    made: bool = False


def html_of(markdown: str) -> SafeString:
    return SafeString(MARKDOWN.render(markdown))


def chapters(body: str) -> list[Chapter]:
    """A text of the terms in its chapters, in order."""
    parts = parts_of(body)
    mark = "\x00"  # can't be typed: the texts are checked for it, and JSON of the log has none
    pieces = HEADING.split(f"{parts.before}\n\n{mark}\n\n{parts.after}")
    opening = [Chapter("", "", html_of(pieces[0]))] if pieces[0].strip() else []
    titled = zip(pieces[1::2], pieces[2::2], strict=True)
    return opening + [chapter(title, text.replace(mark, parts.section), made=mark in text) for title, text in titled]


def chapter(title: str, text: str, *, made: bool) -> Chapter:
    return Chapter("ai" if made else slugify(title), title, html_of(text), made)
