"""What somebody asked for on a desk: which switches are to move, and what that would do."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.functional import Promise

from libitum.rights.selectors.previews import Effect, effects
from libitum.rights.selectors.voices import Voice
from libitum.rights.services.ceremonies import need_signature
from libitum.rights.services.choices import NO_LIMITS, Limits
from libitum.rights.services.statements import Draft
from libitum_verify.rights.vocabulary import Class

from .board import field_of, lock_of, position_of
from .targets import Target
from .words import ANSWERS, Told, told

YES_NO: dict[str, bool | None] = {"yes": True, "no": False}
ABOVE = "above"
MOST_NAMED = 500


@dataclass(frozen=True, slots=True)
class Moved:
    """Works for which one purpose changes from one answer to another."""

    before: str | Promise
    after: str | Promise
    opens: bool
    titles: list[str]
    count: int


@dataclass(frozen=True, slots=True)
class Change:
    told: Told
    allowed: bool | None
    moved: list[Moved]
    kept: list[str]
    waiting: list[str]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a form of the desk asks for. `exceptions`: works with a setting of their own are to say the same."""

    target: Target
    voices: Mapping[str, Voice]
    choices: Mapping[str, bool | None]
    exceptions: bool

    @classmethod
    def of(cls, data: QueryDict, target: Target) -> "Asked":
        voices = target.voices()
        return cls(target, voices, asked_for(data, target, voices), "exceptions" in data)

    @property
    def has_limits(self) -> bool:
        """Whether anything is opted in to, which can be given within limits."""
        return any(allowed and self.voices[p].purpose.starts_as >= Class.O for p, allowed in self.choices.items())

    @property
    def is_signed(self) -> bool:
        """Whether it is signed on the next page."""
        return need_signature(self.target.party, self.drafts(NO_LIMITS))

    def drafts(self, limits: Limits) -> list[Draft]:
        return self.target.drafts(self.choices, limits, exceptions=self.exceptions)


def asked_for(data: QueryDict, target: Target, voices: Mapping[str, Voice]) -> dict[str, bool | None]:
    """Switches in another position than they are, and `again`: one that is on, to be given with other limits."""
    asked: dict[str, bool | None] = {}
    known = YES_NO if target.is_account else {**YES_NO, ABOVE: None}
    for purpose, voice in voices.items():
        wanted = data.get(field_of(purpose), "")
        if wanted not in known or lock_of(target.party, voice):
            continue
        is_there = not target.is_selection and position_of(voice, is_account=target.is_account) == wanted
        if not is_there or data.get("again") == purpose:
            asked[purpose] = known[wanted]
    return asked


def changes(asked: Asked) -> list[Change]:
    found = effects(asked.target.party, asked.drafts(NO_LIMITS))
    return [change(effect, asked.voices) for effect in found]


def change(effect: Effect, voices: Mapping[str, Voice]) -> Change:
    moved = [
        Moved(ANSWERS[before], ANSWERS[after], after.says_yes, [t.title for t in tracks[:MOST_NAMED]], len(tracks))
        for (before, after), tracks in effect.changed.items()
    ]
    purpose = voices[effect.purpose].purpose
    return Change(
        told(purpose), effect.allowed, moved, [t.title for t in effect.kept], [t.title for t in effect.waiting]
    )
