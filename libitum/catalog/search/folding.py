import re
import unicodedata

# Letters that NFKD leaves whole though people type them plain.
PLAIN = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "\u0131": "i"}
)


def fold(text: str) -> str:
    """Lower case without accents: "Éléphant" and "elephant" are one word."""
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(PLAIN))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def plain(text: str) -> str:
    """Folded, and nothing but words with a space between: so both engines see the same words, and titles compare."""
    return " ".join(re.findall(r"[^\W_]+", fold(text)))


def words(text: str) -> list[str]:
    """The folded words of a question, at most twelve."""
    return plain(text).split()[:12]
