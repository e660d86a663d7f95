"""From the cells of a row to the fields of a track and its release, with a sentence for each cell that won't do."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time

from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from libitum.catalog.data import INSTRUMENTAL, genre_choices, language_choices, licence_choices
from libitum.catalog.models import AiUse, Artist, CreditRole, ReleaseKind, RightsBasis, Visibility

from .table import Row

YES = frozenset({"yes", "y", "true", "1", "x", "oui", "vrai", "si", "sì", "vero"})
NO = frozenset({"no", "n", "false", "0", "non", "faux", "falso", ""})
AI_COLUMNS = ("ai_vocals", "ai_instrumentation", "ai_composition", "ai_lyrics", "ai_postproduction")
TEXTS = ("isrc", "source_url", "attribution", "description", "lyrics")
YEAR = re.compile(r"(1[89]|20)\d\d", re.ASCII)


class Unfit(ValueError):  # noqa: N818 - a sentence for the cell
    """The cell can't be taken; the message is for its writer."""


@dataclass
class Fields:
    """`track`: columns of Track that the row gives. `problems`: sentences, each with its column before it."""

    title: str
    track: dict[str, object] = field(default_factory=dict)
    tags: list[str] = field(default_factory=list)
    credits: list[dict[str, object]] = field(default_factory=list)
    release: str = ""
    kind: str = ReleaseKind.ALBUM
    position: int | None = None
    problems: list[str] = field(default_factory=list)


def read_fields(row: Row) -> Fields:
    """Nothing is looked up but credited pages; what the catalogue itself demands is checked later."""
    fields = Fields(title=row.values["title"])
    if row.surplus:
        fields.problems.append(
            _("“%(cell)s” stands under no column: a separator within a text needs quotation marks around it.")
            % {"cell": row.surplus[0][:80]}
        )
    if not fields.title:
        fields.problems.append(_("title: The track needs a title."))
    for name, read in READERS.items():
        cell = row.values.get(name, "")
        if cell:
            take(fields, name, cell, read)
    return fields


def take(fields: Fields, name: str, cell: str, read: Callable[[Fields, str, str], None]) -> None:
    try:
        read(fields, name, cell)
    except Unfit as problem:
        fields.problems.append(f"{name}: {problem}")


def text(fields: Fields, name: str, cell: str) -> None:
    fields.track[name] = cell


def truth(fields: Fields, name: str, cell: str) -> None:
    word = cell.casefold()
    if word not in YES | NO:
        raise Unfit(_("“%(cell)s” is neither yes nor no.") % {"cell": cell})
    fields.track[name] = word in YES


def one_of(choices: Callable[[], Iterable[tuple[str, object]]]) -> Callable[[Fields, str, str], None]:
    def read(fields: Fields, name: str, cell: str) -> None:
        fields.track[name] = choose(cell, choices())

    return read


def choose(cell: str, choices: Iterable[tuple[str, object]]) -> str:
    """By its code, or by the name that people read; letters and strokes are taken lightly."""
    found = [code for code, label in choices if lightly(cell) in {lightly(code), lightly(str(label))} and code]
    if not found:
        raise Unfit(_("“%(cell)s” isn't among what can be chosen.") % {"cell": cell})
    return found[0]


def lightly(name: str) -> str:
    return re.sub(r"[\W_]+", "-", name.casefold()).strip("-")


def languages() -> Iterable[tuple[str, object]]:
    return [*language_choices(), (INSTRUMENTAL, "instrumental")]


def day(fields: Fields, _name: str, cell: str) -> None:
    if YEAR.fullmatch(cell):
        fields.track["recorded_year"] = int(cell)
        return
    fields.track.setdefault("publish_at", datetime.combine(calendar_day(cell), time(), tzinfo=UTC))


def moment(fields: Fields, _name: str, cell: str) -> None:
    try:
        found = parse_datetime(cell)
    except ValueError:
        found = None
    found = found or datetime.combine(calendar_day(cell), time())
    fields.track["publish_at"] = found if found.tzinfo else found.replace(tzinfo=UTC)


def calendar_day(cell: str) -> date:
    try:
        found = parse_date(cell)
    except ValueError:
        found = None
    if found is None:
        raise Unfit(_("“%(cell)s” is no date. Write it as 2026-05-04.") % {"cell": cell})
    return found


def tags(fields: Fields, _name: str, cell: str) -> None:
    fields.tags = [tag.strip() for tag in re.split(r"[,;]", cell) if tag.strip()]


def release(fields: Fields, _name: str, cell: str) -> None:
    fields.release = cell


def kind(fields: Fields, _name: str, cell: str) -> None:
    fields.kind = choose(cell, ReleaseKind.choices)


def position(fields: Fields, _name: str, cell: str) -> None:
    number = re.fullmatch(r"(\d{1,4})(?:/\d+)?", cell, re.ASCII)
    if not number or int(number[1]) == 0:
        raise Unfit(_("“%(cell)s” is no number from 1 on.") % {"cell": cell})
    fields.position = int(number[1])


def credit_rows(fields: Fields, _name: str, cell: str) -> None:
    for part in filter(None, (part.strip() for part in cell.split(";"))):
        role, colon, name = (piece.strip() for piece in part.partition(":"))
        if not colon or not name:
            raise Unfit(_("“%(part)s” isn't written as role:name.") % {"part": part})
        fields.credits.append({"role": choose(role, CreditRole.choices), **who(name)})


def who(name: str) -> dict[str, object]:
    if not name.startswith("@"):
        return {"name": name}
    artist = Artist.objects.listed().filter(slug=name[1:]).first()
    if artist is None:
        raise Unfit(_("There is no page here with the address “%(slug)s”.") % {"slug": name[1:]})
    return {"name": artist.name, "artist": artist}


READERS: dict[str, Callable[[Fields, str, str], None]] = {
    "release": release,
    "kind": kind,
    "position": position,
    "publish_at": moment,
    "date": day,
    "genre": one_of(genre_choices),
    "tags": tags,
    "language": one_of(languages),
    "licence": one_of(licence_choices),
    "rights_basis": one_of(lambda: RightsBasis.choices),
    "visibility": one_of(lambda: Visibility.choices),
    "explicit": truth,
    "downloadable": truth,
    "credits": credit_rows,
    **dict.fromkeys(TEXTS, text),
    **dict.fromkeys(AI_COLUMNS, one_of(lambda: AiUse.choices)),
}
