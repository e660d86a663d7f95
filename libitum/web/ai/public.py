"""What everybody may read of one work: for each purpose what is allowed or refused, never by whom or why."""

from dataclasses import dataclass

from django.utils.functional import Promise

from libitum.catalog.models import Track
from libitum.rights.selectors.happenings import Happened, happened_to
from libitum.rights.selectors.marks import Mark
from libitum_verify.rights.vocabulary import Class

from .words import ANSWERS, GROUPS, PUBLIC_NOTES, Told, purposes_by_group

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Row:
    told: Told
    answer: Words
    says_yes: bool
    is_necessary: bool
    happened: Happened | None


@dataclass(frozen=True, slots=True)
class GroupOfRows:
    name: Words
    note: Words
    rows: list[Row]


def rows_of(track: Track, mark: Mark) -> list[GroupOfRows]:
    happened = happened_to(Track.objects.filter(pk=track.pk))
    return [
        GroupOfRows(GROUPS[group][0], PUBLIC_NOTES[group], [row(each, mark, happened) for each in purposes])
        for group, purposes in purposes_by_group().items()
    ]


def row(told: Told, mark: Mark, happened: dict[str, Happened]) -> Row:
    answer = mark.answers[told.purpose.id]
    necessary = told.purpose.starts_as is Class.N
    return Row(told, ANSWERS[answer], answer.says_yes, necessary, happened.get(told.purpose.id))
