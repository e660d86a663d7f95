"""Whether the published terms are still what was published. What isn't, is told to everybody and counts for nothing."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from libitum.ledger.log import published_log
from libitum.ledger.selectors import entry_values
from libitum.ledger.services import append_one, instant
from libitum.rights.models import Alteration, Place, TermsVersion
from libitum.rights.selectors.terms import altered_among, document_of, published
from libitum.rights.wording.document import Document, compose
from libitum.rights.wording.folder import SHIPPED, read_folder
from libitum_verify.canonical import Json, canonical

from .announcing import write_to_everybody

Finding = tuple[TermsVersion, str, bytes]


def watch_terms(shipped: Path = SHIPPED) -> int:
    """Look at every version wherever it lies, and write down what is new; how many alterations are open."""
    found = findings(shipped)
    still = {(version.pk, place): data for version, place, data in found}
    for alteration in Alteration.objects.filter(ended_at=None):
        if digest(still.get((alteration.version_id, alteration.place))) != alteration.sha256:
            end(alteration)
    for version, place, data in found:
        record(version, place, data)
    return len(found)


def findings(shipped: Path) -> list[Finding]:
    versions = published()
    return [*in_database(versions), *in_log(versions), *as_shipped(versions, shipped)]


def altered_terms() -> list[tuple[int, str]]:
    """Number and place of every version that isn't what was published, now."""
    return [(version.number, place) for version, place, _data in findings(SHIPPED)]


def in_database(versions: list[TermsVersion]) -> Iterator[Finding]:
    for version in altered_among(versions):
        data = document_of(version).file()
        # Where the file is right, number or date of the row aren't.
        yield version, Place.DATABASE, data if digest(data) != published_digest(version) else row_of(version)


def row_of(version: TermsVersion) -> bytes:
    effective = instant(version.effective_at) if version.effective_at else ""
    return canonical({"number": version.number, "sha256": version.sha256, "effective": effective})


def in_log(versions: list[TermsVersion]) -> Iterator[Finding]:
    """The files that the entries name, as anybody may fetch them."""
    for version in versions:
        named = published_digest(version)
        path = published_log().root / "files" / named
        if not path.is_file():
            put_back(version, named)
        data = path.read_bytes() if path.is_file() else b""
        if digest(data) != named:
            yield version, Place.LOG, data


def put_back(version: TermsVersion, named: str) -> None:
    """A file that is lost is no other text: it is written again, if what the database has is what was published."""
    data = document_of(version).file()
    if digest(data) == named:
        published_log().publish_file(data)


def as_shipped(versions: list[TermsVersion], folder: Path) -> Iterator[Finding]:
    """The first version's files came with the software; a later release brings others under a new number."""
    first = next((version for version in versions if version.number == 1 and version.shipped), None)
    if first is None:
        return
    data = shipped_file(folder / "1", first)
    if digest(data) != published_digest(first):
        yield first, Place.SHIPPED, data


def shipped_file(folder: Path, version: TermsVersion) -> bytes:
    """The file that would be published of this folder; empty if it can't be one."""
    try:
        written = read_folder(folder)
    except ValidationError:
        return b""
    texts = {key: compose(text, written.clause, key, version.purposes) for key, text in written.sources.items()}
    return Document(version.number, version.purposes, written.clause, written.summary, texts).file()


def digest(data: bytes | None) -> str:
    return hashlib.sha256(data).hexdigest() if data is not None else ""


@transaction.atomic
def record(version: TermsVersion, place: str, data: bytes) -> None:
    """Once for each thing found: in the log, on the history page, and in letters to everybody."""
    if Alteration.objects.filter(version=version, place=place, ended_at=None).exists():
        return
    found = digest(data)
    body: dict[str, Json] = {
        "number": version.number,
        "place": str(place),
        "published": published_digest(version),
        "found": found,
    }
    entry = append_one(type="terms.altered", body=body)
    alteration = Alteration.objects.create(version=version, place=place, sha256=found, found=data, entry=entry.pk)
    write_to_everybody(alteration=alteration)


def published_digest(version: TermsVersion) -> str:
    """As the log's entry has it: the row may be what was changed."""
    entries = entry_values([version.entry] if version.entry is not None else [])
    return str(entries.get(version.entry or 0, {}).get("sha256", version.sha256))


def end(alteration: Alteration) -> None:
    """It is as published again, or altered once more, which is another finding."""
    alteration.ended_at = timezone.now()
    alteration.save(update_fields=["ended_at"])
