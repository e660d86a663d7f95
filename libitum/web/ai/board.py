"""The mixing desk: groups, and in each a switch for every purpose with what it does and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from libitum.rights.models import Party
from libitum.rights.selectors.happenings import Happened
from libitum.rights.selectors.voices import Voice
from libitum_verify.rights.vocabulary import Class, Group

from .words import GROUPS, Told, purposes_by_group

Words = str | Promise
OPEN_AT_FIRST = (Group.DISCOVERY, Group.STUDY, Group.GENERATIVE)
LOCKS: dict[str, Words] = {
    "necessary": _("Always on"),
    "agreement": _("Only by a signed agreement with a party it names. There is none."),
    "personal": _("Voice and likeness stay at what the person signed."),
    "minor": _("Under 18 nobody can allow this. You are asked anew when you are 18."),
    "terms": _("Not in the terms that you have accepted."),
}


@dataclass(frozen=True, slots=True)
class Switch:
    """`position`: yes, no, or as what stands above. `lock`: why it can't be moved, if so."""

    told: Told
    voice: Voice
    position: str
    lock: Words
    happened: Happened | None
    releases: int = 0
    tracks: int = 0

    @property
    def field(self) -> str:
        return field_of(self.told.purpose.id)

    @property
    def is_necessary(self) -> bool:
        """What goes on all the time, and isn't counted one by one."""
        return self.told.purpose.starts_as is Class.N

    @property
    def is_optional(self) -> bool:
        """Whether a yes here is a grant with limits, to be withdrawn, and not just something left on."""
        return self.told.purpose.starts_as >= Class.O


@dataclass(frozen=True, slots=True)
class GroupOfSwitches:
    id: str
    name: Words
    note: Words
    is_open: bool
    switches: list[Switch]


def field_of(purpose: str) -> str:
    return f"p.{purpose}"


def board(
    party: Party,
    voices: Mapping[str, Voice],
    *,
    happened: Mapping[str, Happened],
    own: Mapping[str, tuple[int, int]],
    is_account: bool,
) -> list[GroupOfSwitches]:
    def switch(told: Told) -> Switch:
        voice = voices[told.purpose.id]
        releases, tracks = own.get(told.purpose.id, (0, 0))
        position = position_of(voice, is_account=is_account)
        return Switch(told, voice, position, lock_of(party, voice), happened.get(told.purpose.id), releases, tracks)

    return [
        GroupOfSwitches(group.value, *GROUPS[group], group in OPEN_AT_FIRST, [switch(each) for each in purposes])
        for group, purposes in purposes_by_group().items()
    ]


def position_of(voice: Voice, *, is_account: bool) -> str:
    if voice.own is None and not is_account:
        return "above"
    return "yes" if voice.says_yes else "no"


def lock_of(party: Party, voice: Voice) -> Words:
    purpose = voice.purpose
    if purpose.starts_as is Class.N:
        return LOCKS["necessary"]
    if not voice.in_terms:
        return LOCKS["terms"]
    if purpose.starts_as is Class.K:
        return LOCKS["agreement"]
    if purpose.personal and party.died_at is not None:
        return LOCKS["personal"]
    return LOCKS["minor"] if purpose.guarded and not party.is_adult else ""
