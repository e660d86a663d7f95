"""What a list of weaknesses answers, and that no answer is not taken for a good one."""

import json
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml

SOUND = {"name": "a", "version": "1", "vulns": []}
WEAK = {"name": "b", "version": "2", "vulns": [{"id": "CVE-1", "fix_versions": ["2.1"]}]}
# What pip-audit says, and takes for harmless, where it could learn nothing.
UNKNOWN = {"name": "c", "skip_reason": "Dependency not found on PyPI and could not be audited: c (3)"}


TOOLS = Path(__file__).resolve().parents[1] / "tools"


@pytest.fixture
def audit(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.setattr(sys, "path", [str(TOOLS), *sys.path])
    return import_module("audit")


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
    assert audit.main([]) == getattr(audit, ended)
    told = capsys.readouterr().out
    assert ("b 2: CVE-1, mended in 2.1" in told) == (ended == "WEAK")
    assert ("not looked up" in told) == (ended == "UNKNOWN")


ADVISORY = {
    "id": "PYSEC-1",
    "modified": "2026-10-01T00:00:00Z",
    "affected": [
        {
            "package": {"ecosystem": "PyPI", "name": "Some_Package"},
            "versions": ["1.0rc1"],
            "ranges": [
                {"type": "GIT", "events": [{"introduced": "0"}]},
                {
                    "type": "ECOSYSTEM",
                    "events": [{"introduced": "2.0"}, {"fixed": "2.2.10"}, {"introduced": "3.0"}, {"fixed": "3.1"}],
                },
            ],
        },
        {
            "package": {"ecosystem": "PyPI", "name": "other"},
            "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"last_affected": "5"}]}],
        },
        {"package": {"ecosystem": "npm", "name": "third"}, "versions": ["1"]},
    ],
}


@pytest.mark.parametrize("form", ["yaml", "json"])
@pytest.mark.parametrize(
    ("locked", "is_weak"),
    [
        ("some-package==1.0rc1", True),
        ("some-package==1.0", False),
        ("some-package==2.0", True),
        ("some-package==2.2.9", True),
        ("some-package==2.2.10", False),
        ("some-package==3.0.4", True),
        ("some-package==3.1", False),
        ("other==0.1", True),
        ("other==5.0", True),
        ("other==5.0.1", False),
        ("third==1", False),
    ],
)
def test_a_list_on_this_machine_is_read_as_osv_has_it(
    form: str, locked: str, is_weak: bool, audit: ModuleType, tmp_path: Path
) -> None:
    write = json.dumps if form == "json" else yaml.safe_dump
    (tmp_path / f"one.{form}").write_text(write(ADVISORY))
    known = audit.read_known(tmp_path)
    assert (known.count, known.newest) == (1, "2026-10-01")
    package, version = locked.split("==")
    found = known.weaknesses_of(package, audit.Version(version))
    assert [one["id"] for one in found] == (["PYSEC-1"] if is_weak else [])


def test_a_locked_package_that_stands_in_it_is_found(
    audit: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = {
        "package": {"ecosystem": "PyPI", "name": "DJANGO"},
        "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "999"}]}],
    }
    advisory = {**ADVISORY, "affected": [said]}
    (tmp_path / "one.json").write_text(json.dumps(advisory))
    assert audit.main(["--advisories", str(tmp_path)]) == audit.WEAK
    assert "PYSEC-1, mended in 999" in capsys.readouterr().out
    (tmp_path / "one.json").write_text(json.dumps({**advisory, "withdrawn": "2026-10-02T00:00:00Z"}))
    assert audit.main(["--advisories", str(tmp_path)]) == audit.CLEAN
    (tmp_path / "one.json").unlink()
    with pytest.raises(SystemExit, match="no list of weaknesses"):
        audit.main(["--advisories", str(tmp_path)])
