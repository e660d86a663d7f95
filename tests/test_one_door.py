"""There is one door from AI to music. The import contracts hold what is written as an import; this, what isn't."""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).parents[1]
ROOMS = ROOT / "libitum"
AI_ROOMS = ("analysis", "discovery", "discover", "identify", "integrity", "studio")
EXISTING = [room for room in AI_ROOMS if (ROOMS / room).is_dir()]
# Ways to bytes that need no import of the media room: storages, settings' folders, models by name, what hangs from a
# track, raw SQL, and imports by name.
NAMES = {
    "storages", "default_storage", "FileSystemStorage", "MEDIA_ROOT", "UPLOAD_ROOT", "LEDGER_ROOT", "HOME",
    "get_model", "get_models", "import_module", "__import__", "import_string", "cursor", "RawSQL", "raw", "extra",
    "masters", "current_master", "original", "renditions", "artwork_set", "ffmpeg", "imageio_ffmpeg", "subprocess",
    "Popen", "socket", "urlopen", "exec", "eval", "mmap", "ctypes",
}  # fmt: skip
STRINGS = ("masters__", "media.", "media_", "ledger.", "ledger_", "libitum.media", "libitum.ledger")
# Who may read recordings out of the media storage: their own room, the gate, and what looks after the instance.
READERS = ("media", "ops", "rights/gate")


def sources(*folders: str) -> list[Path]:
    found = [path for folder in folders for path in (ROOMS / folder).rglob("*.py")]
    return [p for p in found if not {"tests", "migrations", "engines"} & set(p.relative_to(ROOMS).parts)]


def names_in(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.alias):
            yield node.name.rpartition(".")[2]
        elif isinstance(node, ast.keyword) and node.arg:
            yield node.arg.partition("__")[0]


def strings_in(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " not in node.value:
            yield node.value


def faults_in(code: str) -> list[str]:
    tree = ast.parse(code)
    named = sorted(NAMES & set(names_in(tree)))
    said = sorted(text for text in strings_in(tree) if text.startswith(STRINGS) or text in NAMES)
    opens = ["open"] if "open" in set(names_in(tree)) else []
    return named + said + opens


def test_there_is_an_ai_room_to_look_at() -> None:
    assert "analysis" in EXISTING
    assert sources(*EXISTING)


@pytest.mark.parametrize("path", sources(*EXISTING), ids=lambda path: str(path.relative_to(ROOMS)))
def test_an_ai_room_has_no_way_of_its_own_to_sound(path: Path) -> None:
    assert faults_in(path.read_text()) == []


@pytest.mark.parametrize(
    "code",
    [
        "from django.core.files.storage import storages",
        "from django.core.files.storage import default_storage as s",
        "track.masters.first()",
        "Track.objects.filter(masters__current=True)",
        "Track.objects.values_list('masters__original__sha256')",
        "apps.get_model('media', 'Master')",
        "importlib.import_module('libitum.media.storage')",
        "__import__('libitum.media.storage')",
        "getattr(track, 'masters')",
        "connection.cursor().execute('SELECT 1')",
        "open(path)",
        "Path(name).open('rb')",
        "settings.MEDIA_ROOT",
        "import subprocess",
    ],
)
def test_the_look_finds_what_it_is_there_to_find(code: str) -> None:
    assert faults_in(code)


def test_every_ai_room_stands_in_the_import_contracts() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    named = [contract for contract in contracts if "AI rooms" in contract["name"]]
    assert len(named) == 2
    for contract in named:
        assert set(contract["source_modules"]) == {f"libitum.{room}" for room in EXISTING}


def test_of_rights_everything_but_the_gate_is_forbidden_to_them() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    forbidden = next(set(c["forbidden_modules"]) for c in contracts if "of rights" in c["name"].lower())
    skipped = {"__init__", "apps", "gate", "migrations", "tests", "data", "schemas", "templates", "__pycache__"}
    parts = {path.stem for path in (ROOMS / "rights").iterdir() if path.suffix in {"", ".py"}}
    assert {f"libitum.rights.{part}" for part in parts - skipped} <= forbidden
    assert "libitum.rights.gate.*" in forbidden


@pytest.mark.parametrize("path", sources("rights"), ids=lambda path: str(path.relative_to(ROOMS)))
def test_within_rights_the_gate_alone_opens_recordings(path: Path) -> None:
    if path.relative_to(ROOMS).as_posix().startswith(READERS):
        return
    names = set(names_in(ast.parse(path.read_text())))
    assert not names & {"storages", "default_storage", "local_file", "media", "ffmpeg", "sound_of"}


def test_nothing_a_gate_gives_is_sound() -> None:
    """What an AI room can import of the gate: no path, no bytes, no way to the recording's rows."""
    from libitum.rights import gate  # noqa: PLC0415 - apps must be ready

    assert apps.ready
    assert not {"sound_of", "current_master", "decode", "local_file", "Master"} & set(gate.__all__)
    assert set(gate.Audio.__slots__) == {"engine", "program", "track", "still_allowed", "on_failure"}
