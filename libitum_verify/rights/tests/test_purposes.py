"""The closed list: its form, its texts, and that it can't change without anybody seeing it."""

import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from libitum_verify.rights.vocabulary import (
    DATA,
    LANGUAGES,
    NEWEST,
    BadVocabulary,
    Class,
    parse_vocabulary,
    public_names,
    read,
    texts_of,
    vocabulary,
)

VERSIONS = range(1, NEWEST + 1)


def check(value: Any, schema: Any) -> None:
    jsonschema.Draft202012Validator(schema).validate(value)


def guarded(starts_as: str, purpose: str = "gen.train.voice") -> dict[str, Any]:
    rows = read("purposes-1.json")
    row = next(row for row in rows["purposes"] if row["id"] == purpose)
    return {"version": 1, "purposes": [{**row, "class": starts_as}]}


@pytest.mark.parametrize("version", VERSIONS)
def test_each_list_fits_its_schema(version: int) -> None:
    check(read(f"purposes-{version}.json"), read("purposes.schema.json"))


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_purpose_is_explained_in_each_language(version: int, language: str) -> None:
    texts = read(f"purposes-{version}.{language}.json")
    check(texts, read("purposes.texts.schema.json"))
    assert list(texts) == list(vocabulary(version).purposes)
    assert len({text["name"] for text in texts.values()}) == len(texts)


FIRST_PERSON = {
    "en": r"\b(my|me|mine|i|our|your)\b",
    "fr": r"\b(je|me|moi|mon|ma|mes|nos|notre|vos|votre)\b",
    "it": r"\b(io|mi|mio|mia|miei|mie|nostr[aeio]|vostr[aeio])\b",
}


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_to_others_no_purpose_speaks_in_the_first_person(version: int, language: str) -> None:
    names = public_names(language, version)
    assert list(names) == list(vocabulary(version).purposes)
    assert len(set(names.values())) == len(names)
    said = [name for name in names.values() if re.search(FIRST_PERSON[language], name, re.IGNORECASE)]
    assert said == []
    assert not re.search(r"\w'\w", " ".join(names.values()))
    assert any(re.search(FIRST_PERSON[language], texts_of(language)[p]["name"], re.IGNORECASE) for p in names)


def test_texts_are_set_as_a_printer_would() -> None:
    for language in LANGUAGES:
        text = json.dumps(dict(texts_of(language)), ensure_ascii=False)
        assert not re.search(r"\w'\w", text)
        if language == "fr":
            assert not re.search(r"\w [;:?!»]|« ", text)


@pytest.mark.parametrize("purpose", ["train.analysis", "gen.train.voice", "gen.input.prompt", "share.public"])
@pytest.mark.parametrize("starts_as", ["N", "D"])
def test_what_trains_generates_or_hands_on_cant_be_loaded_as_on(purpose: str, starts_as: str) -> None:
    with pytest.raises(BadVocabulary, match=purpose):
        parse_vocabulary(guarded(starts_as, purpose))
    with pytest.raises(jsonschema.ValidationError):
        check(guarded(starts_as, purpose), read("purposes.schema.json"))


@pytest.mark.parametrize("starts_as", ["O", "K"])
def test_it_can_be_loaded_as_an_opt_in(starts_as: str) -> None:
    assert parse_vocabulary(guarded(starts_as)).purposes["gen.train.voice"].starts_as is Class[starts_as]


def test_nothing_of_it_can_be_refused_a_class_of_its_own() -> None:
    with pytest.raises(BadVocabulary):
        parse_vocabulary(guarded("X?"))


def test_a_new_purpose_begins_as_an_opt_in_and_none_is_ever_widened() -> None:
    for older, newer in pairwise(vocabulary(version) for version in VERSIONS):
        for purpose in newer.purposes.values():
            before = older.purposes.get(purpose.id)
            assert purpose.starts_as >= (before.starts_as if before else Class.O), purpose.id
            assert before is None or set(before.roles) <= set(purpose.roles), purpose.id


def test_the_newest_list_is_the_one_in_use() -> None:
    numbered = {int(m[1]) for path in Path(DATA).iterdir() if (m := re.fullmatch(r"purposes-(\d+)\.json", path.name))}
    assert numbered == set(VERSIONS)
    assert [vocabulary(version).version for version in VERSIONS] == list(VERSIONS)
