"""docs/security.md answers every requirement, and names nothing that isn't there."""

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

from libitum.config.environment import Environment

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "security.md"
# Numbers of OWASP's Application Security Verification Standard 5.0.0, levels 1 and 2.
NUMBERS = ROOT / "tests" / "asvs-5.0.0-levels-1-2.txt"
ROW = re.compile(r"^\| (V\d+\.\d+\.\d+) \| ([^|]+) \| ([^|]+) \| ([^|]*) ?\|$", re.MULTILINE)
ANSWERS = {"met", "by setting", "not met", "n/a"}
SHOWN = {"met", "by setting"}


def rows() -> list[tuple[str, str, str, list[str]]]:
    found = ROW.findall(PAGE.read_text(encoding="utf-8"))
    return [(number, answer, words, re.findall(r"`([^`]+)`", named)) for number, answer, words, named in found]


@cache
def functions_of(path: Path) -> set[str]:
    """`test_this`, or `TestThat::test_this`."""
    found: set[str] = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef):
            found.add(node.name)
        if isinstance(node, ast.ClassDef):
            found |= {f"{node.name}::{each.name}" for each in node.body if isinstance(each, ast.FunctionDef)}
    return {name for name in found if name.rpartition("::")[2].startswith("test_")}


def exists(named: str) -> bool:
    path, _, name = named.partition("::")
    if name:
        return (ROOT / path).is_file() and name in functions_of(ROOT / path)
    if named.startswith("LIBITUM_"):
        return named.removeprefix("LIBITUM_").lower() in Environment.model_fields
    if named.isupper() and "/" not in named:
        return hasattr(settings, named)
    return (ROOT / named).is_file()


def test_every_requirement_is_answered_once() -> None:
    answered = Counter(number for number, *_ in rows())
    wanted = NUMBERS.read_text().split()
    assert len(wanted) == 253
    assert sorted(answered) == sorted(wanted)
    assert set(answered.values()) == {1}


def test_every_answer_is_one_and_says_why() -> None:
    for number, answer, words, named in rows():
        assert answer in ANSWERS, number
        assert words.strip(), number
        assert bool(named) or answer not in SHOWN, f"{number} names nothing that shows it"


def test_everything_named_is_there() -> None:
    missing = [(number, name) for number, _, _, named in rows() for name in named if not exists(name)]
    assert missing == []


@pytest.mark.parametrize(
    "named",
    [
        "tests/test_security_page.py::test_nothing",
        "NO_SUCH_SETTING",
        "LIBITUM_NOTHING",
        "docs/nothing.md",
        "tests/x.py::test_x",
    ],
)
def test_the_look_finds_what_is_not_there(named: str) -> None:
    assert not exists(named)


def test_settings_and_files_named_above_the_tables_are_there() -> None:
    text = PAGE.read_text(encoding="utf-8").partition("## ASVS 5.0.0")[0]
    named = re.findall(r"`([A-Z][A-Z_]{3,})`", text)
    assert len(named) > 8
    assert [name for name in named if not exists(name)] == []
