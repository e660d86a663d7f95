"""Programs of others that run in a browser. They come from npm, at the version we know."""

import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest


def file_of(package: str, name: str, folder: Path) -> Path:
    """The file `name` of `package` (`name@version`), laid into `folder`."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.fail(f"No npm: install Debian's `npm` to try {package} against this server.")
    subprocess.run([npm, "pack", "--silent", package], cwd=folder, check=True, capture_output=True, timeout=120)
    with tarfile.open(next(folder.glob("*.tgz"))) as archive:
        found = archive.extractfile(f"package/{name}")
        assert found is not None, f"{package} has no file {name}."
        (folder / Path(name).name).write_bytes(found.read())
    return folder / Path(name).name
