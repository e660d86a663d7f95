"""What may not be a password: words of this very site, and what others have used and lost."""

import hashlib
import os
from pathlib import Path
from typing import IO

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# Whoever tries passwords on this site tries these first; with the names of the site and of its address they are taken
# out of a password before its length counts.
WORDS = ("libitum", "password", "passwort", "motdepasse", "parola", "music", "musique", "musica", "admin", "moderator")
LINE_BYTES = 128


class SiteWordsValidator:
    """What is left without the site's own words must still be half as long as a password has to be."""

    def __init__(self, least: int) -> None:
        self.least = least

    def validate(self, password: str, _user: AbstractBaseUser | None = None) -> None:
        rest = password.casefold()
        for word in sorted(site_words(), key=len, reverse=True):
            rest = rest.replace(word, "")
        if len(rest) < self.least:
            raise ValidationError(_("This is little more than the name of this site: choose other words."))

    def get_help_text(self) -> str:
        return _("The name of this site doesn't count.")


def site_words() -> set[str]:
    named = [*settings.SITE_NAME.casefold().split(), *settings.ALLOWED_HOSTS[0].casefold().split(".")]
    return {word for word in (*WORDS, *named) if len(word) > 3}  # noqa: PLR2004 - shorter ones stand in many words


class BreachedPasswordValidator:
    """Looks into the file of Pwned Passwords where the operator has it; nothing is asked of anybody outside."""

    def validate(self, password: str, _user: AbstractBaseUser | None = None) -> None:
        path = settings.BREACHED_PASSWORDS
        if path is not None and stands_in(path, password):
            raise ValidationError(_("Others used this password, and it was stolen from them: choose another."))

    def get_help_text(self) -> str:
        return ""


def stands_in(path: Path, password: str) -> bool:
    """`path`: lines of an upper-case SHA-1 and a count, in the order of the hashes (haveibeenpwned.com)."""
    wanted = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper().encode()
    with path.open("rb") as file:
        first, after = 0, file.seek(0, os.SEEK_END)
        while first < after:
            middle = (first + after) // 2
            line = line_from(file, middle)
            if line and line[:40] < wanted:
                first = middle + 1
            else:
                after = middle
        return line_from(file, first)[:40] == wanted


def line_from(file: IO[bytes], at: int) -> bytes:
    """The first line that begins at this byte or later; empty at the end."""
    file.seek(max(0, at - 1))
    if at:
        file.readline(LINE_BYTES)
    return file.readline(LINE_BYTES).upper()
