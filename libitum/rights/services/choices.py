"""From what somebody chose on a desk to the decisions that are recorded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from libitum.catalog.models import Release, Track
from libitum.rights.models import Party
from libitum.rights.selectors.voices import specific_words
from libitum_verify.rights.facts import ANYBODY, INSTANCE
from libitum_verify.rights.vocabulary import Class, vocabulary

from .statements import TO_ANYBODY, Draft


@dataclass(frozen=True, slots=True)
class Limits:
    """Of what is allowed in one batch; refusals know none. As in `Draft`."""

    taker: str = INSTANCE
    model: str = ""
    version: str = ""
    territories: tuple[str, ...] = ()
    commercial: bool = True
    credit: str = ""
    share: int | None = None
    until: int | None = None


NO_LIMITS = Limits()
# None: as what stands above.
Choices = Mapping[str, bool | None]


def draft_of(purpose: str, allowed: bool | None, limits: Limits) -> Draft:
    """What is on from the start is on without limits; only an opt-in can have them."""
    if allowed is None:
        return Draft(purpose, allowed=False, inherits=True)
    if not allowed or vocabulary().purposes[purpose].starts_as < Class.O:
        return Draft(purpose, allowed)
    fields: dict[str, Any] = {name: getattr(limits, name) for name in Limits.__slots__}
    if purpose == TO_ANYBODY:
        # Given to everybody for good: there is nobody whom a limit could bind.
        return Draft(purpose, allowed, taker=ANYBODY, credit=limits.credit)
    return Draft(purpose, allowed, **fields)


def drafts_of(
    choices: Choices, *, tracks: Sequence[Track] = (), releases: Sequence[Release] = (), limits: Limits = NO_LIMITS
) -> list[Draft]:
    """For everything, where no works are named."""
    plain = [draft_of(purpose, allowed, limits) for purpose, allowed in choices.items()]
    if not tracks and not releases:
        return plain
    on_releases = [replace(draft, release=release) for draft in plain for release in releases]
    return on_releases + [replace(draft, track=track) for draft in plain for track in tracks]


def drafts_for_exceptions(party: Party, choices: Choices, limits: Limits = NO_LIMITS) -> list[Draft]:
    """So that works and releases with a word of their own say the same."""
    return [
        replace(draft_of(word.purpose, choices[word.purpose], limits), track=word.track, release=word.release)
        for word in specific_words(party, list(choices))
        if word.allowed is not choices[word.purpose]
    ]


def drafts_to_withdraw(party: Party, purpose: str) -> list[Draft]:
    """Everywhere: for everything, and for each release and work for which it was given."""
    choice: Choices = {purpose: False}
    return [*drafts_of(choice), *drafts_for_exceptions(party, choice)]
