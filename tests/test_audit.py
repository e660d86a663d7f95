"""What a list of weaknesses answers, and that no answer is not taken for a good one."""

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

SOUND = {"name": "a", "version": "1", "vulns": []}
WEAK = {"name": "b", "version": "2", "vulns": [{"id": "CVE-1", "fix_versions": ["2.1"]}]}
# What pip-audit says, and takes for harmless, where it could learn nothing.
UNKNOWN = {"name": "c", "skip_reason": "Dependency not found on PyPI and could not be audited: c (3)"}


@pytest.fixture
def audit() -> ModuleType:
    spec = importlib.util.spec_from_file_location("audit", Path(__file__).resolve().parents[1] / "tools" / "audit.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("packages", "ended"), [([SOUND], "CLEAN"), ([SOUND, WEAK], "WEAK"), ([SOUND, UNKNOWN], "UNKNOWN"), ([], "UNKNOWN")]
)
def test_only_a_whole_answer_is_one(
    packages: list[dict[str, Any]],
    ended: str,
    audit: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(audit, "ask", lambda _name, _service: packages)
    assert audit.main() == getattr(audit, ended)
    told = capsys.readouterr().out
    assert ("b 2: CVE-1, mended in 2.1" in told) == (ended == "WEAK")
    assert ("not looked up" in told) == (ended == "UNKNOWN")
