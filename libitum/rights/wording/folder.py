"""Terms as an operator writes them: a folder with `en.md`, `fr.md`, `it.md`, `clause.json`, and maybe `summary.txt`."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from libitum_verify.rights.vocabulary import LANGUAGES, NEWEST, Class, may_be, vocabulary

from .document import BEGIN, END, PLACE

SHIPPED = Path(__file__).parents[1] / "data" / "terms"
LONGEST = 100_000  # characters of one text
CLASSES = ("N", "D", "O", "K")


@dataclass(frozen=True, slots=True)
class Written:
    """`sources`: text by language, with the place of the AI section marked."""

    clause: Mapping[str, str]
    sources: Mapping[str, str]
    summary: str = ""


def read_folder(folder: Path) -> Written:
    """Raises ValidationError, with a sentence that names the file."""
    sources = {language: read_text(folder / f"{language}.md") for language in LANGUAGES}
    try:
        clause = json.loads(read_text(folder / "clause.json"))
    except ValueError as error:
        raise ValidationError(_("%(file)s is not JSON: %(error)s") % {"file": "clause.json", "error": error}) from error
    summary = folder / "summary.txt"
    written = Written(clause, sources, read_text(summary).strip() if summary.exists() else "")
    check_written(written)
    return written


def read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "UTF-8"
        raise ValidationError(
            _("%(file)s can't be read: %(reason)s") % {"file": path.name, "reason": reason}
        ) from error


def check_written(written: Written) -> None:
    """Raises ValidationError for what can't become a version of the terms."""
    check_clause(written.clause)
    if set(written.sources) != set(LANGUAGES):
        raise ValidationError(_("Terms need a text in each of these languages: %s.") % ", ".join(LANGUAGES))
    for language, source in written.sources.items():
        marked = source.count(PLACE) == 1 and PLACE in source.splitlines()
        if not marked or BEGIN in source or END in source:
            message = _("%(file)s must say once, on a line of its own, where the AI section stands: %(mark)s")
            raise ValidationError(message % {"file": f"{language}.md", "mark": PLACE})
        if len(source) > LONGEST:
            message = _("%(file)s is too long: at most %(longest)s characters fit.")
            raise ValidationError(message % {"file": f"{language}.md", "longest": LONGEST})


def check_clause(clause: object) -> None:
    if not isinstance(clause, Mapping) or not clause:
        raise ValidationError(_("The clause must give a class to each purpose."))
    known = vocabulary(NEWEST).purposes
    for purpose, starts_as in clause.items():
        if purpose not in known:
            raise ValidationError(_("There is no purpose “%(purpose)s”.") % {"purpose": purpose})
        if starts_as not in CLASSES:
            message = _("The class of %(purpose)s must be one of N, D, O and K.")
            raise ValidationError(message % {"purpose": purpose})
        if not may_be(purpose, Class[starts_as]):
            message = _("%(purpose)s can't be on before somebody opts in, whatever the terms say.")
            raise ValidationError(message % {"purpose": purpose})
