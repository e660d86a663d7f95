"""The verifier as a stranger gets it: installed alone into an empty environment, run by its own command."""

import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import cryptography
import pytest

from .logs import MadeLog, make_log

pytestmark = pytest.mark.own_database

PACKAGE = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with `pip install ./libitum_verify` in it and nothing else."""
    folder = tmp_path_factory.mktemp("installed")
    # A copy: building leaves its traces beside the source.
    shutil.copytree(PACKAGE, folder / "libitum_verify", ignore=shutil.ignore_patterns("__pycache__", "tests"))
    venv.create(folder / "venv", with_pip=False, symlinks=True)
    python = folder / "venv/bin/python"
    command = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--no-input"]
    done = subprocess.run([*command, str(folder / "libitum_verify")], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder / "venv"


@pytest.fixture
def log(tmp_path: Path) -> MadeLog:
    return make_log(tmp_path / "log", 300)


def ask(python: Path, code: str) -> str:
    return subprocess.run([python, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


def verify(environment: Path, command: str, log: MadeLog, key: str) -> subprocess.CompletedProcess[str]:
    program: list[str | Path] = [environment / "bin/libitum-verify", command, "--mirror", log.folder, "--key", key]
    return subprocess.run(program, capture_output=True, text=True, check=False)


def all_verdicts(environment: Path, log: MadeLog) -> list[tuple[int, str]]:
    """A good log, one with a wrong signature, and one whose oldest tile was changed."""
    verdicts = [verify(environment, "audit", log, str(log.key))]
    checkpoint = log.folder / "checkpoint"
    good = checkpoint.read_text()
    checkpoint.write_text(good.replace("\n300\n", "\n301\n"))
    verdicts.append(verify(environment, "audit", log, str(log.key)))
    checkpoint.write_text(good)
    tile = log.folder / "tile/0/000"
    tile.write_bytes(bytes(32) + tile.read_bytes()[32:])
    verdicts += [verify(environment, command, log, str(log.key)) for command in ("checkpoint", "audit")]
    return [(done.returncode, done.stdout.partition("\n")[2].partition("\n")[0]) for done in verdicts]


EXPECTED = [
    (0, "origin: music.example/log"),
    (1, "reason: bad-signature"),
    (0, "origin: music.example/log"),  # the right edge is whole: only the audit reads the rest
    (1, "reason: bad-tile"),
]


def test_alone_it_gives_every_verdict(installed: Path, log: MadeLog) -> None:
    python = installed / "bin/python"
    names = "import importlib.metadata as m; print(sorted(d.name for d in m.distributions()))"
    assert ask(python, names) == "['libitum-verify']"
    assert all_verdicts(installed, log) == EXPECTED


def test_with_cryptography_it_gives_the_same(installed: Path, log: MadeLog) -> None:
    site = Path(sysconfig.get_path("purelib", vars={"base": str(installed), "platbase": str(installed)}))
    beside = site / "beside.pth"
    beside.write_text(str(Path(cryptography.__file__).parents[1]))
    try:
        used = "import sys; from libitum_verify.ed25519 import verify; verify(bytes(32), b'', bytes(64)); "
        assert ask(installed / "bin/python", used + "print('cryptography' in sys.modules)") == "True"
        assert all_verdicts(installed, log) == EXPECTED
    finally:
        beside.unlink()
