"""The translations, without gettext's programs: `messages.py update` after changing texts, `messages.py check`.

update   read every text from code and templates, bring the catalogues up to date, compile them
check    say what is missing, empty, doubtful, left over, or has other placeholders; exit 1 if anything is
"""

import re
import sys
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path

import django
from babel.messages import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

LANGUAGES = ("fr", "it")
PACKAGE = Path(__file__).resolve().parent.parent / "libitum"
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
TEMPLATES = {".html", ".txt", ".xml"}
PLACEHOLDER = re.compile(r"%\(\w+\)[sdif]|%[sdif]|\{\w*\}")


def sources(package: Path) -> Iterator[Path]:
    for path in sorted(package.rglob("*")):
        inside = path.relative_to(package)
        is_source = path.suffix == ".py" or ("templates" in inside.parts and path.suffix in TEMPLATES)
        if is_source and not {"tests", "migrations"} & set(inside.parts):
            yield path


def python_of(path: Path) -> str:
    """A template as the code Django's own extractor makes of it, each line at the margin so that Python reads it."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        return text
    return "\n".join(line.strip() for line in templatize(text, origin=str(path)).split("\n"))


def extracted(package: Path) -> Catalog:
    """All texts in the sources."""
    catalog = Catalog(project="Libitum", charset="utf-8", fuzzy=False)
    for path in sources(package):
        code = BytesIO(python_of(path).encode())
        name = path.relative_to(package.parent).as_posix()
        for line, ids, comments, context in extract("python", code, KEYWORDS, ("Translators:",), {"encoding": "utf-8"}):
            if ids and ids != ("", ""):
                catalog.add(ids, None, [(name, line)], auto_comments=comments, context=context)
    return catalog


def catalogue_path(package: Path, language: str) -> Path:
    return package / "locale" / language / "LC_MESSAGES" / "django.po"


def read(path: Path, language: str) -> Catalog:
    if not path.exists():
        return Catalog(
            locale=language,
            header_comment="# Libitum, AGPL-3.0-or-later",
            project="Libitum",
            version="0",
            msgid_bugs_address="",
            last_translator="",
            language_team="",
            charset="utf-8",
            fuzzy=False,
        )
    with path.open("rb") as file:
        return read_po(file, locale=language)


def compiled(catalog: Catalog) -> bytes:
    buffer = BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()


def update(package: Path) -> None:
    template = extracted(package)
    for language in LANGUAGES:
        path = catalogue_path(package, language)
        catalog = read(path, language)
        dates = catalog.creation_date, catalog.revision_date
        catalog.update(template, no_fuzzy_matching=True)
        catalog.obsolete.clear()
        # Otherwise each run would change the file by its date alone.
        catalog.creation_date, catalog.revision_date = dates
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(file, catalog, width=110, include_lineno=False, sort_by_file=True)
        path.with_suffix(".mo").write_bytes(compiled(read(path, language)))


def check(package: Path) -> list[str]:
    """Sentences about what is wrong."""
    template = extracted(package)
    return [problem for language in LANGUAGES for problem in problems_of(package, language, template)]


def problems_of(package: Path, language: str, template: Catalog) -> Iterator[str]:
    path = catalogue_path(package, language)
    if not path.exists():
        yield f"{language}: there is no catalogue; run `make messages`"
        return
    catalog = read(path, language)
    for message in template:
        if message.id and catalog.get(message.id, message.context) is None:
            yield f"{language}: not in the catalogue: {shown(message)}"
    for message in catalog:
        if message.id:
            yield from (f"{language}: {problem}: {shown(message)}" for problem in flaws(message, template))
    yield from (f"{language}: left over: {shown(message)}" for message in catalog.obsolete.values())
    binary = path.with_suffix(".mo")
    if not binary.exists() or binary.read_bytes() != compiled(catalog):
        yield f"{language}: django.mo is not what django.po says; run `make messages`"


def flaws(message: Message, template: Catalog) -> Iterator[str]:
    if template.get(message.id, message.context) is None:
        yield "no longer in the sources"
    if message.fuzzy:
        yield "marked as doubtful"
    forms = as_list(message.string)
    if not all(form and form.strip() for form in forms):
        yield "not translated"
    elif not same_placeholders(as_list(message.id), forms):
        yield "has other placeholders"


def same_placeholders(ids: list[str], forms: list[str]) -> bool:
    """What says "one track" may do without the number; what stands for many may not."""
    wanted = [set(PLACEHOLDER.findall(text)) for text in ids]
    found = [set(PLACEHOLDER.findall(text)) for text in forms]
    return found[-1] == wanted[-1] and all(form <= set.union(*wanted) for form in found)


def as_list(texts: str | Iterable[str | None] | None) -> list[str]:
    """One text, or one for each number; never None."""
    return [texts] if isinstance(texts, str) else [text or "" for text in texts or [""]]


def shown(message: Message) -> str:
    return repr(as_list(message.id)[0][:80])


def main() -> int:
    if sys.argv[1:] not in (["update"], ["check"]):
        print(__doc__)
        return 2
    settings.configure()  # templatize asks for it, and for nothing in it
    django.setup()
    if sys.argv[1] == "update":
        update(PACKAGE)
        return 0
    problems = check(PACKAGE)
    print("\n".join(problems) if problems else f"translations complete: {', '.join(LANGUAGES)}")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
