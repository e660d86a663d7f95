"""Letters as their readers open them."""

import re

from django.core import mail


def last_letter_to(address: str) -> str:
    """The words of the newest letter to this address."""
    found = [letter for letter in mail.outbox if letter.to == [address]]
    assert found, f"no letter to {address}"
    return str(found[-1].body)


def link_in(letter: str) -> str:
    """The path of the first link that isn't the site's own front page."""
    found = re.search(r"https?://[^/\s]+(/\S+)", letter)
    assert found, letter
    return found[1]
