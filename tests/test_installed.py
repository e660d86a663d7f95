"""What `pip install .` puts on a machine is the whole site: what is missing there, no test of a checkout misses."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from .test_house import ROOT, tracked

pytestmark = pytest.mark.own_database
# The verifier is a package of its own too; what describes that one is no part of this one.
OF_ANOTHER_PACKAGE = {"libitum_verify/pyproject.toml"}


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("installed")
    for path in tracked():  # and not the folder as it lies here, with what was built in it
        copy = folder / "source" / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, copy)
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check", "--no-index"]
    subprocess.run(
        [*pip, "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), str(folder / "source")], check=True
    )
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def test_every_file_goes_along_and_tests_do_not(installed: Path) -> None:
    packages = (path.relative_to(ROOT) for path in tracked() if path.relative_to(ROOT).parts[0].startswith("libitum"))
    ours = {path.as_posix() for path in packages if "tests" not in path.parts} - OF_ANOTHER_PACKAGE
    there = {path.relative_to(installed).as_posix() for path in installed.rglob("*") if path.is_file()}
    assert {name for name in there if ".dist-info/" not in name} == ours


def test_it_makes_an_instance_away_from_its_source(installed: Path, tmp_path: Path) -> None:
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("LIBITUM_", "DJANGO_"))}
    environment = clean | {"PYTHONPATH": str(installed), "LIBITUM_HOME": str(tmp_path / "home")}

    def libitum(*verb: str) -> str:
        command = [sys.executable, "-m", "libitum", *verb]
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    libitum("prepare")
    where = libitum("shell", "--no-imports", "-c", "import libitum; print(libitum.__file__)").strip()
    assert Path(where).is_relative_to(installed)
