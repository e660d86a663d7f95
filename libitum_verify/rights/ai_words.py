"""Whether a passage speaks of AI, or might. Rather once too often: what is found here needs everybody's yes."""

import re
import unicodedata
from functools import cache

from .vocabulary import read

LATIN = "LATIN"


def speaks_of_ai(text: str, language: str) -> bool:
    """Also where it hides: invisible characters, wide or styled letters, and letters that aren't Latin at all."""
    plain = visible(text)
    return bool(pattern(language).search(plain)) or has_foreign_letters(plain)


def visible(text: str) -> str:
    """Compatibility forms as plain letters, without characters that nobody sees."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(char for char in plain if unicodedata.category(char) != "Cf")


def has_foreign_letters(text: str) -> bool:
    """Cyrillic and Greek have letters that look like an A, and are none."""
    return any(char.isalpha() and not unicodedata.name(char, "").startswith(LATIN) for char in text)


@cache
def pattern(language: str) -> re.Pattern[str]:
    """Words of the language's list; one with capitals is meant as written (Italian `ai` is no `AI`)."""
    words = read("ai-words.json")
    listed = words.get(language) or words["en"]
    return re.compile("|".join(f"(?<!\\w){expression(word)}" for word in listed))


def expression(word: str) -> str:
    """`train*` stands for every word that begins so; a space for any white space."""
    stem = re.escape(word.removesuffix("*")).replace(r"\ ", r"\s+")
    written = stem if word != word.lower() else f"(?i:{stem})"
    return written if word.endswith("*") else f"{written}(?!\\w)"
