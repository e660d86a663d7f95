"""Plain text as people type it, made fit to keep."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# Control characters mean nothing in plain text, and PostgreSQL refuses the zero character; half surrogates
# are no characters at all.
NOT_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
BLANK_LINES = re.compile(r"\n[^\S\n]*\n\s*\n")


def clean_text(text: str) -> str:
    """One kind of line break, no control characters, one empty line in a row, no space around."""
    text = NOT_TEXT.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return BLANK_LINES.sub("\n\n", text).strip()


def says_something(text: str) -> bool:
    """Whether anything in it is seen: spaces and invisible characters alone say nothing."""
    return any(unicodedata.category(char)[0] not in "CZ" for char in text)


def require_text(text: str, *, field: str, longest: int, missing: str) -> str:
    """The clean text, or ValidationError on `field` saying `missing` or how far it is too long."""
    clean = clean_text(text)
    if not says_something(clean):
        raise ValidationError({field: missing})
    if len(clean) > longest:
        message = _("This has %(length)s characters; at most %(longest)s fit.")
        raise ValidationError({field: message % {"length": len(clean), "longest": longest}})
    return clean
