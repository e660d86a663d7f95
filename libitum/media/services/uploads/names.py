"""File names as people read them. They are never used as a path."""

import re
import unicodedata
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

MOST_CHARACTERS = 255
TITLE_CHARACTERS = 200


def clean_filename(raw: str) -> str:
    """The last part of a path, without characters that can't be seen (controls, changes of direction)."""
    name = re.split(r"[/\\]", raw)[-1]
    visible = "".join(c if unicodedata.category(c)[0] not in "CZ" else " " if is_gap(c) else "" for c in name)
    spaced = " ".join(unicodedata.normalize("NFC", visible).split())
    return "" if spaced in {".", ".."} else shorten(spaced, MOST_CHARACTERS)


def is_gap(character: str) -> bool:
    return unicodedata.category(character) == "Zs" or character in "\t\n\r"


def shorten(name: str, most: int) -> str:
    """Cut in the middle of the stem, so that the ending still says what it is."""
    if len(name) <= most:
        return name
    suffix = PurePosixPath(name).suffix
    suffix = suffix if len(suffix) <= 10 else ""  # noqa: PLR2004 - a longer one is no ending
    return name[: most - len(suffix)].rstrip() + suffix


def title_of(filename: str) -> str:
    """A first title for a track, for its artist to change."""
    stem = PurePosixPath(filename).stem if filename else ""
    words = " ".join(stem.replace("_", " ").split())
    return words[:TITLE_CHARACTERS].strip() or _("Untitled")
