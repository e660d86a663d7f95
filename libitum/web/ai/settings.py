"""What releases and works say that is not what is said for everything."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse

from libitum.rights.models import Party, Word
from libitum.rights.selectors.voices import moment, settings_of
from libitum_verify.rights.vocabulary import vocabulary

from .words import Told, told


@dataclass(frozen=True, slots=True)
class Setting:
    word: Word
    told: Told
    title: str
    url: str
    at: datetime


def latest_settings(party: Party) -> "QuerySet[Word]":
    return settings_of(party).select_related("track__artist", "release__artist").order_by("-pk")


def rows_of_settings(words: Iterable[Word]) -> list[Setting]:
    purposes = vocabulary().purposes
    return [
        Setting(word, told(purposes[word.purpose]), *place_of(word), moment(word.at))
        for word in words
        if word.purpose in purposes
    ]


def place_of(word: Word) -> tuple[str, str]:
    if word.track:
        return word.track.title, reverse("ai-track", args=[word.track.uid])
    assert word.release is not None  # noqa: S101 - of words about nothing there are none in `latest_settings`
    return word.release.title, reverse("ai-release", args=[word.release.uid])
