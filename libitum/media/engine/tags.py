"""What a file says about itself: read and offered, never imposed."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .child import ask
from .containers import Container
from .sandbox import MIB, Limits
from .text import clean

LIMITS = Limits(wall=30, cpu=15, memory=160 * MIB, file=24 * MIB)
PICTURE = "picture"
TITLE, LONG, LYRICS = 200, 1000, 20_000
ISRC = re.compile(r"[A-Z]{2}[A-Z0-9]{3}[0-9]{7}")
YEAR = re.compile(r"(?:1[89]|20)[0-9]{2}")
MOST_TRACKS = 999
SEPARATOR = ", "


@dataclass(frozen=True)
class Tags:
    """Cleaned texts by field name (`title`, `artist`, `album`, ...; `year` and `track_number` are numbers).

    `picture` is the untouched front cover in the working folder, `readable` false when the tags could not be read.
    """

    fields: dict[str, str | int] = field(default_factory=dict)
    picture: Path | None = None
    readable: bool = True


def kind_of(container: Container, codec: str) -> str:
    if container is Container.OGG:
        return "oggflac" if codec == "flac" else codec
    return str(container)


def read_tags(path: Path, container: Container, codec: str, *, workdir: Path) -> Tags:
    """`workdir` is an empty folder; whatever happens inside, the answer is only that nothing could be read."""
    found, _outcome = ask("read_tags.py", kind_of(container, codec), source=path, workdir=workdir, limits=LIMITS)
    picture = workdir / PICTURE
    return Tags(
        fields=offered(found or {}),
        picture=picture if found is not None and picture.is_file() else None,
        readable=found is not None,
    )


def offered(found: dict[str, Any]) -> dict[str, str | int]:
    """Only what has a place on a track's page, in the form it has there."""
    texts = {name: values for name, values in found.items() if isinstance(values, list)}
    fields: dict[str, str | int] = {}
    for name in ("title", "album", "copyright", "licence"):
        fields[name] = clean(first(texts, name), TITLE)
    for name in ("artist", "album_artist", "composer", "genre"):
        fields[name] = clean(SEPARATOR.join(map(str, texts.get(name, ()))), TITLE)
    fields["comment"] = clean(first(texts, "comment"), LONG, lines=True)
    fields["lyrics"] = clean(first(texts, "lyrics"), LYRICS, lines=True)
    fields["isrc"] = isrc(first(texts, "isrc"))
    fields["language"] = language(first(texts, "language"))
    fields["year"] = year(first(texts, "date"))
    fields["track_number"] = track_number(first(texts, "track_number"))
    return {name: value for name, value in fields.items() if value}


def first(texts: dict[str, list[Any]], name: str) -> str:
    values = texts.get(name) or [""]
    return str(values[0])


def isrc(text: str) -> str:
    plain = re.sub(r"[^A-Z0-9]", "", text.upper())
    return plain if ISRC.fullmatch(plain) else ""


def language(text: str) -> str:
    plain = clean(text, 10).lower()
    return plain if re.fullmatch(r"[a-z]{2,3}", plain) else ""


def year(text: str) -> int:
    found = YEAR.search(text)
    return int(found[0]) if found else 0


def track_number(text: str) -> int:
    found = re.match(r"\s*([0-9]{1,4})", text)
    return int(found[1]) if found and int(found[1]) <= MOST_TRACKS else 0
