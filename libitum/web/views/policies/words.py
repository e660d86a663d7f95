"""A version of the signals in the words of the page."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from libitum.crawlers.agents import CATEGORY_NAMES, Category
from libitum.crawlers.past import Change

# More names than these are counted.
MOST_NAMES = 12
PARTS: dict[str, Promise] = {
    "headers": gettext_lazy("the headers"),
    "metas": gettext_lazy("what stands in the head of pages"),
    "tags": gettext_lazy("the tags in files of sound"),
    "origin": gettext_lazy("the address of this site"),
    "open_work": gettext_lazy("where an open work is named"),
    "form": gettext_lazy("the form of the record"),
}


@dataclass(frozen=True, slots=True)
class Carrier:
    """A file, or lines that go along with pages: `name` is its address or what it is."""

    name: str
    text: str


def carriers_of(said: dict[str, Any]) -> list[Carrier]:
    opened = _("For a work that everybody may train on")
    lines = [
        Carrier(_("Headers of every page, file and answer"), pairs(said["headers"]["reserved"])),
        Carrier(f"{_('Headers')}: {opened}", pairs(said["headers"]["open"])),
        Carrier(_("In the head of every page"), pairs(said["metas"]["reserved"])),
        Carrier(f"{_('In the head of a page')}: {opened}", pairs(said["metas"]["open"])),
        Carrier(_("Tags in files of sound"), pairs(said["tags"]["reserved"])),
        Carrier(f"{_('Tags in files of sound')}: {opened}", pairs(said["tags"]["open"])),
    ]
    return [*lines, *(Carrier(path, text) for path, text in said["files"].items())]


def pairs(rows: dict[str, str]) -> str:
    return "\n".join(f"{name}: {value}" for name, value in rows.items())


def sentences_of(change: Change) -> list[str]:
    """What a version changed, each a sentence."""
    return list(told(change)) or [_("Nothing that a machine would read.")]


def told(change: Change) -> Iterator[str]:
    if change.closed:
        yield _("Asked to stay away from now on: %(names)s.") % {"names": named(change.closed)}
    if change.opened:
        yield _("No longer asked to stay away: %(names)s.") % {"names": named(change.opened)}
    if change.categories_closed:
        yield _("Closed: %(categories)s.") % {"categories": categories(change.categories_closed)}
    if change.categories_opened:
        yield _("Opened: %(categories)s.") % {"categories": categories(change.categories_opened)}
    if change.list_grew_or_shrank:
        before, after = change.listed
        yield _("The list names %(after)d agents instead of %(before)d.") % {"before": before, "after": after}
    if change.files:
        yield _("Files with other words: %(files)s.") % {"files": ", ".join(change.files)}
    if change.parts:
        parts = ", ".join(str(PARTS[part]) for part in change.parts)
        yield _("Also changed: %(parts)s.") % {"parts": parts}


def categories(names: list[str]) -> str:
    return ", ".join(str(CATEGORY_NAMES[Category(name)]) for name in names)


def named(names: list[str]) -> str:
    more = len(names) - MOST_NAMES
    shown = ", ".join(names[:MOST_NAMES])
    if more <= 0:
        return shown
    return ngettext("%(names)s and %(more)d more", "%(names)s and %(more)d more", more) % {"names": shown, "more": more}
