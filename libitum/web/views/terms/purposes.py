from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from libitum.ledger.selectors import published_positions
from libitum.rights.models import PurposesVersion
from libitum_verify.rights.vocabulary import LANGUAGES, NEWEST, Class, Group, Purpose, Subject, texts_of, vocabulary

from .words import BASES, CLASSES, EXPLAINED, GROUPS, OBJECT_IN_WRITING, ROLES

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


@dataclass(frozen=True, slots=True)
class Shown:
    """A purpose in words; `mappings`: its terms in the vocabularies that machines elsewhere read."""

    purpose: Purpose
    name: str
    means: str
    benefits: str
    never: str
    example: str
    starts: "_StrOrPromise"
    explained: "_StrOrPromise"
    agree: list["_StrOrPromise"]
    basis: "_StrOrPromise"
    mappings: list[tuple[str, str]]

    @property
    def is_on(self) -> bool:
        return self.purpose.starts_as.name in "ND"

    @property
    def of_listeners(self) -> bool:
        return self.purpose.subject is Subject.LISTENER


def shown(purpose: Purpose, language: str) -> Shown:
    return Shown(
        purpose=purpose,
        **texts_of(language)[purpose.id],
        starts=CLASSES[purpose.starts_as],
        explained=EXPLAINED[purpose.starts_as],
        agree=[ROLES[role] for role in purpose.roles],
        basis=basis_of(purpose),
        mappings=list(mappings(purpose)),
    )


def basis_of(purpose: Purpose) -> "_StrOrPromise":
    always = purpose.starts_as is Class.N and purpose.basis == "6(1)(f)"
    return OBJECT_IN_WRITING if always else BASES[purpose.basis]


def mappings(purpose: Purpose) -> Iterator[tuple[str, str]]:
    """What has no counterpart there isn't named."""
    rows = (
        ("AIPREF", purpose.aipref),
        ("CAWG", purpose.cawg),
        ("Content Signals", purpose.content_signal),
        ("DPV", purpose.dpv),
    )
    return ((name, ", ".join(terms)) for name, terms in rows if terms)


def reading_language() -> str:
    language = get_language() or ""
    return language if language in LANGUAGES else LANGUAGES[0]


@require_safe
def purposes(request: HttpRequest) -> HttpResponse:
    """The closed list, group by group."""
    language = reading_language()
    rows = [shown(purpose, language) for purpose in vocabulary().purposes.values()]
    groups = [(group.value, GROUPS[group], [row for row in rows if row.purpose.group is group]) for group in Group]
    published = PurposesVersion.objects.filter(version=NEWEST).first()
    places = published_positions([published.entry]) if published else {}
    context = {"groups": groups, "published": published, "place": places.get(published.entry) if published else None}
    return render(request, "web/terms/purposes.html", context)
