"""Lists that are data: genres, licences, languages. The JSON files are the source; names are marked in `names.py`."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf.locale import LANG_INFO
from django.utils.translation import gettext_lazy as _

from .names import GENRE_NAMES, LICENCE_NAMES

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

FOLDER = Path(__file__).parent
# No words at all (ISO 639-2 "no linguistic content").
INSTRUMENTAL = "zxx"
# Scott de Martinville's phonautograph.
OLDEST_RECORDING = 1857


@dataclass(frozen=True, slots=True)
class Licence:
    """`offered`: an artist can choose it in the form; others come only with music already published under them."""

    id: str
    name: str
    url: str
    offered: bool
    free: bool


@cache
def licences() -> dict[str, Licence]:
    rows = json.loads((FOLDER / "licences.json").read_text(encoding="utf-8"))
    return {
        row["id"]: Licence(
            name=str(LICENCE_NAMES.get(row["id"], row["name"])), **{k: row[k] for k in ("id", "url", "offered", "free")}
        )
        for row in rows
    }


def licence_choices() -> list[tuple[str, "_StrOrPromise"]]:
    return [(licence.id, LICENCE_NAMES.get(licence.id, licence.name)) for licence in licences().values()]


def genre_choices() -> list[tuple[str, "_StrOrPromise"]]:
    return list(GENRE_NAMES.items())


def language_choices() -> list[tuple[str, "_StrOrPromise"]]:
    """Django's own list, whose names its own catalogues translate, and "no words"."""
    languages = [(code, _(info["name"])) for code, info in LANG_INFO.items() if "name" in info and "-" not in code]
    return [(INSTRUMENTAL, _("No words")), *languages]
