"""Strangers' text, made fit to store and show."""

import unicodedata

# Marks that reorder the letters around them, and what is no character at all or not the one that was meant.
UNWANTED = {"Cc", "Cs", "Co", "Cn", "Zl", "Zp"}
REORDERING = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\ufeff\ufffd")


def clean(text: str, limit: int, *, lines: bool = False) -> str:
    """At most `limit` characters, composed (NFC), without control characters; line breaks only if `lines`."""
    text = text[: 4 * limit].replace("\r\n", "\n").replace("\r", "\n")
    left = "".join(
        character
        for character in text
        if (character == "\n" and lines)
        or (unicodedata.category(character) not in UNWANTED and character not in REORDERING)
        or character in "\n\t"
    )
    # After the others are gone: marks that stood apart may stand together now.
    kept = unicodedata.normalize("NFC", left)
    return kept.strip()[:limit].strip() if lines else " ".join(kept.split())[:limit].strip()
