import json
import subprocess
import sys
from pathlib import Path

import pytest

from libitum_verify.canonical import canonical
from libitum_verify.checkpoint import Checkpoint
from libitum_verify.cli import main
from libitum_verify.manifest import ManifestTree, prove_absence
from libitum_verify.merkle import leaf_hash
from libitum_verify.note import sign_note
from libitum_verify.proof import InclusionProof
from libitum_verify.source import from_folder
from libitum_verify.tiles import TiledTree

from .logs import ORIGIN, MadeLog, make_log

pytestmark = pytest.mark.own_database


@pytest.fixture
def log(tmp_path: Path) -> MadeLog:
    return make_log(tmp_path / "log", 300)


def proof_of(log: MadeLog, index: int) -> bytes:
    tree = TiledTree(log.checkpoint.size, from_folder(log.folder))
    note = (log.folder / "checkpoint").read_bytes()
    return InclusionProof(index, tuple(tree.inclusion_proof(index)), note, log.entries[index]).text()


def verdict(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, dict[str, object]]:
    code = main(["--json", *map(str, arguments)])
    return code, json.loads(capsys.readouterr().out)


def test_a_good_mirror_is_proved(log: MadeLog, capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("checkpoint", "audit"):
        code, said = verdict(capsys, command, "--mirror", log.folder, "--key", log.key)
        assert (code, said["verdict"], said["size"]) == (0, "proved", 300)
    assert said["types"] == {"schema.publish": 2, "heartbeat": 298}


def test_a_pin_demands_that_the_log_goes_on(log: MadeLog, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pin = tmp_path / "pin"
    shorter = make_log(tmp_path / "shorter", 200, log.private)
    assert verdict(capsys, "checkpoint", "--mirror", shorter.folder, "--pin", pin)[0] == 0
    assert verdict(capsys, "checkpoint", "--mirror", log.folder, "--pin", pin)[0] == 0
    code, said = verdict(capsys, "checkpoint", "--mirror", shorter.folder, "--pin", pin)
    assert (code, said["reason"]) == (1, "rollback")


def test_consistency_with_a_kept_checkpoint(log: MadeLog, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shorter = make_log(tmp_path / "shorter", 200, log.private)
    other = make_log(tmp_path / "other", 200)
    code, said = verdict(capsys, "consistency", shorter.folder / "checkpoint", "--mirror", log.folder)
    assert (code, said["continues"]) == (0, 200)
    code, said = verdict(capsys, "consistency", other.folder / "checkpoint", "--mirror", log.folder)
    assert (code, said["reason"]) == (1, "unknown-key")


def test_inclusion_needs_no_log_at_hand(log: MadeLog, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "entry.tlog-proof"
    path.write_bytes(proof_of(log, 42))
    code, said = verdict(capsys, "inclusion", path, "--key", log.key)
    assert (code, said["index"]) == (0, 42)
    path.write_bytes(path.read_bytes().replace(b"index 42", b"index 43"))
    assert verdict(capsys, "inclusion", path, "--key", log.key)[1]["reason"] == "not-included"


def test_absence_against_the_manifest_the_log_names(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    values = sorted(bytes([i]) * 32 for i in range(0, 200, 2))
    tree = ManifestTree(values)
    entry = canonical({"manifest": {"root": tree.root().hex(), "size": len(values)}})
    log = make_log(tmp_path / "log", 1)
    text = Checkpoint(ORIGIN, 1, leaf_hash(entry)).text()
    note = sign_note(text, log.key, log.private.sign)
    (tmp_path / "entry").write_bytes(InclusionProof(0, (), note, entry).text())
    (tmp_path / "absent").write_bytes(prove_absence(bytes([33]) * 32, tree).text())
    (tmp_path / "manifest").write_bytes(b"".join(values))
    question = ["absence", tmp_path / "absent", "--entry", tmp_path / "entry", "--key", log.key]
    code, said = verdict(capsys, *question, "--manifest", tmp_path / "manifest")
    assert (code, said["absent_among"]) == (0, 100)
    (tmp_path / "manifest").write_bytes(b"".join(values[:-1]))
    assert verdict(capsys, *question, "--manifest", tmp_path / "manifest")[1]["reason"] == "bad-manifest"


def test_a_missing_file_is_a_wrong_question(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert verdict(capsys, "inclusion", tmp_path / "none", "--key", "x")[0] == 1
    assert verdict(capsys, "audit", "--mirror", tmp_path)[1]["reason"] == "missing"


def test_it_runs_alone_without_django_or_cryptography(log: MadeLog, tmp_path: Path) -> None:
    """Copied by itself into an empty folder, run by a Python that sees nothing else."""
    package = tmp_path / "alone" / "libitum_verify"
    package.mkdir(parents=True)
    for source in Path(__file__).parents[1].glob("*.py"):
        (package / source.name).write_bytes(source.read_bytes())
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", ALONE, str(package.parent), str(log.folder), str(log.key)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "verdict: proved" in done.stdout


ALONE = """
import sys
sys.path.insert(0, sys.argv[1])
from libitum_verify.cli import main
code = main(["audit", "--mirror", sys.argv[2], "--key", sys.argv[3]])
assert not {"django", "cryptography"} & set(sys.modules)
sys.exit(code)
"""
