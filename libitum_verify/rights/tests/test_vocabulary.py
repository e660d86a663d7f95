"""The closed list of purposes: what can't be loaded, and that the one that ships says all it must."""

from dataclasses import fields
from typing import Any

import pytest

from libitum_verify.rights.vocabulary import (
    BadVocabulary,
    Class,
    Group,
    Purpose,
    Role,
    Subject,
    is_guarded,
    may_be,
    parse_vocabulary,
    vocabulary,
)

ROW = {
    "id": "disc.new",
    "group": "discovery",
    "class": "D",
    "subject": "work",
    "roles": ["recording", "lyrics"],
    "personal": False,
    "aipref": ["search"],
    "cawg": ["a"],
    "content_signal": ["b"],
    "dpv": ["c"],
    "basis": "6(1)(f)",
}


def load(**changes: Any) -> Purpose:
    [purpose] = parse_vocabulary({"version": 1, "purposes": [{**ROW, **changes}]}).purposes.values()
    return purpose


def test_a_row_becomes_a_purpose() -> None:
    assert load() == Purpose(
        id="disc.new",
        group=Group.DISCOVERY,
        starts_as=Class.D,
        subject=Subject.WORK,
        roles=(Role.RECORDING, Role.LYRICS),
        personal=False,
        aipref=("search",),
        cawg=("a",),
        content_signal=("b",),
        dpv=("c",),
        basis="6(1)(f)",
    )
    assert not load().guarded


@pytest.mark.parametrize("name", ["train.x", "gen.x.y", "share.z"])
def test_what_trains_generates_or_hands_on_can_only_be_opted_in_to(name: str) -> None:
    assert is_guarded(name)
    for starts_as in ("N", "D"):
        assert not may_be(name, Class[starts_as])
        with pytest.raises(BadVocabulary, match=f"{name} can't be on before somebody opts in"):
            load(id=name, **{"class": starts_as})
    for starts_as in ("O", "K"):
        assert load(id=name, **{"class": starts_as}).guarded
        assert may_be(name, Class[starts_as])


@pytest.mark.parametrize("name", ["training.x", "generate", "shared", "gen", "disc.gen.x", "Gen.x"])
def test_only_the_beginning_of_a_name_guards_it(name: str) -> None:
    assert not is_guarded(name)
    assert may_be(name, Class.N)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"roles": []}, "disc.new does not say who must agree"),
        ({"personal": True}, "disc.new is the performer's to give, but does not ask the performer first"),
        ({"personal": "no"}, "does not ask the performer first"),
        ({"personal": True, "roles": ["recording", "performer"]}, "does not ask the performer first"),
        ({"roles": ["recording", "recording"]}, "disc.new asks a role twice"),
        ({"roles": ["producer"]}, "this is no list of purposes: 'producer' is not a valid Role"),
        ({"class": "Z"}, "this is no list of purposes: 'Z'"),
        ({"group": "fun"}, "this is no list of purposes"),
        ({"subject": "cat"}, "this is no list of purposes"),
        ({"aipref": None}, "this is no list of purposes"),
    ],
)
def test_what_cannot_be_loaded(changes: dict[str, Any], reason: str) -> None:
    with pytest.raises(BadVocabulary, match=reason):
        load(**changes)


def test_the_performers_own_and_the_listeners_own() -> None:
    assert load(personal=True, roles=["performer", "recording"]).personal
    assert load(subject="listener", roles=[]).subject is Subject.LISTENER


@pytest.mark.parametrize("field", ROW)
def test_a_row_names_everything(field: str) -> None:
    with pytest.raises(BadVocabulary, match=f"this is no list of purposes: '{field}'"):
        parse_vocabulary({"version": 1, "purposes": [{key: value for key, value in ROW.items() if key != field}]})


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ({"version": 0, "purposes": [ROW]}, "which version"),
        ({"version": True, "purposes": [ROW]}, "which version"),
        ({"version": "1", "purposes": [ROW]}, "which version"),
        ({"version": 1, "purposes": [ROW, ROW]}, "a purpose stands in the list twice"),
        ({"purposes": [ROW]}, "no list of purposes: 'version'"),
        ({"version": 1}, "no list of purposes: 'purposes'"),
        ([], "no list of purposes"),
    ],
)
def test_a_list_says_what_it_is(value: Any, reason: str) -> None:
    with pytest.raises(BadVocabulary, match=reason):
        parse_vocabulary(value)


def test_a_list_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        vocabulary().purposes["x"] = load()  # type: ignore[index]
    with pytest.raises(AttributeError):
        load().guarded = True  # type: ignore[misc]


def test_the_shipped_list() -> None:
    shipped = vocabulary()
    assert shipped.version == 1
    assert len(shipped.purposes) == 26
    assert [purpose.id for purpose in shipped.of(Subject.LISTENER)] == ["listen.history", "listen.personalise"]
    assert len(shipped.of(Subject.WORK)) == 24
    for purpose in shipped.purposes.values():
        assert purpose.guarded == purpose.id.startswith(("train.", "gen.", "share."))
        assert purpose.starts_as in ((Class.O, Class.K) if purpose.guarded else (Class.N, Class.D, Class.O))
    assert [p.id for p in shipped.purposes.values() if p.personal] == [
        "gen.train.voice",
        "gen.train.likeness",
        "gen.input.voice",
    ]
    assert shipped is vocabulary()


def test_a_purpose_has_no_field_that_is_not_read() -> None:
    assert {field.name for field in fields(Purpose)} == {*ROW, "starts_as", "guarded"} - {"class"}
