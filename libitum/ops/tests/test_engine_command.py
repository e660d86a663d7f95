"""Engines of others from the command line, and what `libitum check` says of the gate."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from libitum.ledger.models import Entry
from libitum.ops.inspection import engines_are_registered, outside_engines_are_walled_off, sandbox
from libitum.rights.gate import walls
from libitum.rights.gate.programs import folder_of
from libitum.rights.gate.registering import register_own_engines
from libitum.rights.gate.tests import world
from libitum.rights.models import Engine

pytestmark = pytest.mark.django_db


def engine(*arguments: str) -> str:
    out = StringIO()
    call_command("engine", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return world.write_engine(tmp_path / "theirs", taker="Acme")


def test_an_outside_engine_is_copied_registered_and_logged(folder: Path) -> None:
    assert "disc.organise" in engine("register", str(folder))
    registered = Engine.objects.get()
    assert registered.is_outside
    copy = folder_of(registered)
    assert copy is not None
    assert (copy / "engine.py").read_text() == (folder / "engine.py").read_text()
    assert Entry.objects.filter(type="actor.register").count() == 1
    assert "outside" in engine("list")


def test_registered_twice_it_is_one(folder: Path) -> None:
    engine("register", str(folder))
    engine("register", str(folder / "engine.json"))
    assert Entry.objects.filter(type="actor.register").count() == 1


def test_a_changed_program_needs_a_new_version(folder: Path) -> None:
    engine("register", str(folder))
    (folder / "engine.py").write_text("print({})")
    with pytest.raises(CommandError, match="new version"):
        engine("register", str(folder))
    world.write_engine(folder, taker="Acme", version="2")
    engine("register", str(folder))
    assert dict(Engine.objects.values_list("version", "is_active")) == {"1": False, "2": True}


def test_off_and_on(folder: Path) -> None:
    engine("register", str(folder))
    engine("off", "listener", "1")
    assert not Engine.objects.get().is_active
    engine("on", "listener", "1")
    assert Engine.objects.get().is_active
    with pytest.raises(CommandError, match="no engine listener 7"):
        engine("off", "listener", "7")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"taker": "instance"}, "for whom"),
        ({"taker": "Acme", "ceiling": ["gen.everything"]}, "There is no purpose"),
        ({"taker": "Acme", "ceiling": []}, "ceiling"),
        ({"taker": "Acme", "slug": "tempo-and-key"}, "own has this name"),
        ({"taker": "Acme", "slug": "../../home"}, "slug"),
        ({"taker": "Acme", "version": "../1"}, "version"),
        ({"taker": "Acme", "program": "../engine.py"}, "program"),
        ({"taker": "Acme", "program": "missing.py"}, "missing"),
        ({"taker": "Acme", "files": ["../a.wav"]}, "files"),
        ({"taker": "Acme", "files": ["a.wav"]}, "no size"),
        ({"taker": "Acme", "surprise": 1}, "surprise"),
        ({"taker": "Acme", "limits": {"seconds": 10**9}}, "limits"),
    ],
)
def test_what_can_not_be_taken_is_told(fields: dict[str, object], sentence: str, tmp_path: Path) -> None:
    folder = world.write_engine(tmp_path / "theirs", **fields)  # type: ignore[arg-type]
    with pytest.raises(CommandError, match=sentence):
        engine("register", str(folder))
    assert not Engine.objects.exists()


def test_a_folder_with_links_is_not_taken(folder: Path) -> None:
    (folder / "passwords").symlink_to("/etc/passwd")
    with pytest.raises(CommandError, match="no plain file"):
        engine("register", str(folder))


@pytest.mark.parametrize("text", ["", "[]", "{", "\x00", json.dumps({"slug": "a"})])
def test_a_description_that_is_none_is_told(text: str, folder: Path) -> None:
    (folder / "engine.json").write_text(text)
    with pytest.raises(CommandError, match=r"engine\.json"):
        engine("register", str(folder))


def test_without_walls_none_is_taken_and_the_check_says_so(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine("register", str(folder))
    assert outside_engines_are_walled_off() is None
    monkeypatch.setattr(walls, "walls", lambda: walls.Walls(0, True, False, ""))
    other = world.write_engine(folder.parent / "other", taker="Acme", slug="other")
    with pytest.raises(CommandError, match="no Landlock"):
        engine("register", str(other))
    assert "no Landlock" in str(outside_engines_are_walled_off())


def test_the_check_tells_the_walls_and_engines_not_registered() -> None:
    assert "tempo-and-key" in str(engines_are_registered())
    register_own_engines()
    assert engines_are_registered() is None
    assert f"Landlock {walls.walls().landlock}" in sandbox()
