"""The closed list of purposes. What trains, generates or hands on can't even be loaded as on by default."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

DATA = Path(__file__).with_name("data")
# A newer list is a new file: the former ones stay, so that every version ever published can be read again.
NEWEST = 1
GUARDED_PREFIXES = ("train.", "gen.", "share.")
LANGUAGES = ("en", "fr", "it")
TEXTS = ("name", "means", "benefits", "never", "example")


class BadVocabulary(ValueError):  # noqa: N818 - a verdict on data
    """A list of purposes that must not be used, with the reason."""


class Class(IntEnum):
    """How a purpose starts; the greater, the narrower."""

    N = 0
    """Always on: the service can't run without it."""
    D = 1
    """On, said so before the first publication, can be switched off."""
    O = 2  # noqa: E741 - the field's own letter
    """Off until somebody opts in, with a signature."""
    K = 3
    """As O, and with a signed agreement with a named party."""
    X = 4
    """Not part of the terms at all: refused."""


class Role(StrEnum):
    PERFORMER = "performer"
    RECORDING = "recording"
    COMPOSITION = "composition"
    LYRICS = "lyrics"


class Subject(StrEnum):
    WORK = "work"
    LISTENER = "listener"


class Group(StrEnum):
    SERVICE = "service"
    DISCOVERY = "discovery"
    STUDY = "study"
    GENERATIVE = "generative"
    SHARING = "sharing"
    LISTENING = "listening"


@dataclass(frozen=True, slots=True)
class Purpose:
    """`roles`: whose holders must all agree, in the order they are asked; `personal`: the performer's alone to give.

    One that breaks a promise can't be made at all: raises BadVocabulary.
    """

    id: str
    group: Group
    starts_as: Class
    subject: Subject
    roles: tuple[Role, ...]
    personal: bool
    guarded: bool = field(init=False)
    aipref: tuple[str, ...]
    cawg: tuple[str, ...]
    content_signal: tuple[str, ...]
    dpv: tuple[str, ...]
    basis: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "guarded", is_guarded(self.id))
        check_purpose(self)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    version: int
    purposes: Mapping[str, Purpose]

    def of(self, subject: Subject) -> list[Purpose]:
        return [purpose for purpose in self.purposes.values() if purpose.subject == subject]


def is_guarded(purpose: str) -> bool:
    """Whether it trains, generates or hands on."""
    return purpose.startswith(GUARDED_PREFIXES)


def may_be(purpose: str, starts_as: Class) -> bool:
    """The one promise that no list, no terms and no agreement can take back."""
    return not is_guarded(purpose) or starts_as >= Class.O


def parse_vocabulary(value: Mapping[str, Any]) -> Vocabulary:
    """Raises BadVocabulary."""
    try:
        rows = [parse_purpose(row) for row in value["purposes"]]
        version = value["version"]
    except (KeyError, TypeError, ValueError) as error:
        raise BadVocabulary(f"this is no list of purposes: {error}") from error
    purposes = {purpose.id: purpose for purpose in rows}
    if len(purposes) != len(rows):
        raise BadVocabulary("a purpose stands in the list twice")
    if type(version) is not int or version < 1:
        raise BadVocabulary("the list does not say which version it is")
    return Vocabulary(version, MappingProxyType(purposes))


def parse_purpose(row: Mapping[str, Any]) -> Purpose:
    return Purpose(
        id=str(row["id"]),
        group=Group(row["group"]),
        starts_as=Class[row["class"]],
        subject=Subject(row["subject"]),
        roles=tuple(Role(role) for role in row["roles"]),
        personal=row["personal"] is not False,
        aipref=tuple(row["aipref"]),
        cawg=tuple(row["cawg"]),
        content_signal=tuple(row["content_signal"]),
        dpv=tuple(row["dpv"]),
        basis=str(row["basis"]),
    )


def check_purpose(purpose: Purpose) -> None:
    if not may_be(purpose.id, purpose.starts_as):
        raise BadVocabulary(f"{purpose.id} can't be on before somebody opts in")
    if purpose.subject is Subject.WORK and not purpose.roles:
        raise BadVocabulary(f"{purpose.id} does not say who must agree")
    if purpose.personal and purpose.roles[:1] != (Role.PERFORMER,):
        raise BadVocabulary(f"{purpose.id} is the performer's to give, but does not ask the performer first")
    if len(set(purpose.roles)) != len(purpose.roles):
        raise BadVocabulary(f"{purpose.id} asks a role twice")


def published_form(version: int = NEWEST) -> dict[str, Any]:
    """The list with its texts for people in every language, as it is published in the log."""
    value: dict[str, Any] = read(f"purposes-{version}.json")
    texts = {language: read(f"purposes-{version}.{language}.json") for language in LANGUAGES}
    for row in value["purposes"]:
        row["texts"] = {language: texts[language][row["id"]] for language in LANGUAGES}
    return value


def read(name: str) -> Any:
    return json.loads((DATA / name).read_text(encoding="utf-8"))


@cache
def vocabulary(version: int = NEWEST) -> Vocabulary:
    return parse_vocabulary(read(f"purposes-{version}.json"))


@cache
def texts_of(language: str, version: int = NEWEST) -> Mapping[str, Mapping[str, str]]:
    """By purpose: `name`, `means` (what this means for you), `benefits` (who benefits), `never`, `example`."""
    known = language if language in LANGUAGES else LANGUAGES[0]
    return MappingProxyType(read(f"purposes-{version}.{known}.json"))


@cache
def public_names(language: str, version: int = NEWEST) -> Mapping[str, str]:
    """By purpose, for who reads of somebody else's music: never in the first person, as a switch speaks.

    Apart from the list itself, which stays to the byte as the log published it.
    """
    known = language if language in LANGUAGES else LANGUAGES[0]
    return MappingProxyType(read(f"purposes-{version}.public.json")[known])
