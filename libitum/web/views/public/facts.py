"""What the artist declared, in the words of the page."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from libitum.catalog.data import INSTRUMENTAL, Licence, licences
from libitum.catalog.data.allowances import allowance_of
from libitum.catalog.models import AiUse, Track

ELEMENTS = ("ai_vocals", "ai_instrumentation", "ai_composition", "ai_lyrics", "ai_postproduction")


@dataclass(frozen=True, slots=True)
class ElementUse:
    """How far AI was used in making one element; both are words to read."""

    element: str
    use: str


def ai_in_making(track: Track) -> list[ElementUse]:
    """Only elements about which something was said."""
    said = [(name, AiUse(getattr(track, name))) for name in ELEMENTS if getattr(track, name)]
    return [ElementUse(str(Track._meta.get_field(name).verbose_name), str(use.label)) for name, use in said]  # type: ignore[union-attr]  # noqa: SLF001 - Django's own name


def made_by_people_alone(track: Track) -> bool:
    """Said of every element."""
    return all(getattr(track, name) == AiUse.NONE for name in ELEMENTS)


def licence_of(track: Track) -> Licence:
    return licences()[track.licence]


def licence_context(track: Track, secret: str) -> dict[str, object]:
    """The licence, what it has given whatever machines are told, and where that is read."""
    told_url = told_address(track, secret)
    return {"licence": licence_of(track), "allowance": allowance_of(track.licence), "told_url": told_url}


def has_words(track: Track) -> bool:
    return bool(track.lyrics) and track.language != INSTRUMENTAL


def ai_address(track: Track, secret: str) -> str:
    """Of the page with all that AI may do with it, for whoever came by a secret link as well."""
    return with_key(f"{track.get_absolute_url()}/ai", secret)


def uses_address(track: Track, secret: str) -> str:
    """Of the page with all that was done with it."""
    return with_key(f"{track.get_absolute_url()}/uses", secret)


def told_address(track: Track, secret: str) -> str:
    """Of the page with what machines are told of it."""
    return with_key(reverse("work-policies", args=[track.uid]), secret)


def with_key(address: str, secret: str) -> str:
    return f"{address}?{urlencode({'key': secret})}" if secret else address
