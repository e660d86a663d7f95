"""The AI section of the terms, made from the clause: nobody writes it by hand, so it can't say something else."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from .vocabulary import LANGUAGES, Class, read, texts_of, vocabulary

SHOWN = (Class.N, Class.D, Class.O, Class.K)


@cache
def wording(language: str, version: int) -> Mapping[str, Any]:
    words: dict[str, Any] = read(f"section-{version}.{language if language in LANGUAGES else LANGUAGES[0]}.json")
    return words


def ai_section(clause: Mapping[str, str], language: str, version: int) -> str:
    """Markdown. `clause`: class by purpose; `version`: of the list of purposes, whose names and texts stand in it."""
    words = wording(language, version)
    parts = [words["intro"]]
    for shown in SHOWN:
        parts.append(f"### {words['classes'][shown.name]['title']}")
        parts.append(words["classes"][shown.name]["says"])
        parts.append(purposes_of(clause, shown, language, version) or words["none"])
    parts.append(f"[{words['link']}](/purposes)")
    return "\n\n".join(parts)


def purposes_of(clause: Mapping[str, str], shown: Class, language: str, version: int) -> str:
    """A list in the order of the vocabulary; empty if there are none."""
    texts = texts_of(language, version)
    listed = [purpose for purpose in vocabulary(version).purposes if clause.get(purpose) == shown.name]
    return "\n".join(
        f"- **{texts[purpose]['name']}** (`{purpose}`)  \n  {texts[purpose]['means']}" for purpose in listed
    )
