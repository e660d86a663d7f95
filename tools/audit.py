"""Looks up every locked package in the lists of known weaknesses; exits 1 where there is one, 2 where nobody answered.

pip-audit counts a package of which it could learn nothing as harmless; here it is a failure.

`--advisories FOLDER` looks into a copy of such a list on this machine instead, and nobody is asked: a clone of
github.com/pypa/advisory-database, or what OSV gives out for PyPI, unpacked.
"""

import argparse
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from advisories import Known, read_known
from packaging.version import Version

ROOT = Path(__file__).resolve().parent.parent
# The shortest first: where nobody answers, the others need not be asked.
LISTS = ("bench", "base", "telemetry", "dev")
CLEAN, WEAK, UNKNOWN = 0, 1, 2
LOCKED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)


def ask(name: str, service: str) -> list[dict[str, Any]]:
    """What is known of each package of one list; empty where the service can't be reached."""
    options = ["--require-hashes", "--disable-pip", "--progress-spinner", "off", "--format", "json", "-s", service]
    done = subprocess.run(
        [sys.executable, "-m", "pip_audit", "-r", f"requirements/{name}.txt", *options],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    try:
        found: list[dict[str, Any]] = json.loads(done.stdout)["dependencies"]
    except ValueError:
        print((done.stderr.strip() or "pip-audit said nothing").splitlines()[-1], file=sys.stderr)
        return []
    return found


def look_up(name: str, known: Known) -> list[dict[str, Any]]:
    """The same from a list on this machine, in pip-audit's words."""
    locked = LOCKED.findall((ROOT / "requirements" / f"{name}.txt").read_text())
    return [
        {"name": package, "version": version, "vulns": known.weaknesses_of(package, Version(version))}
        for package, version in locked
    ]


def weaknesses(packages: list[dict[str, Any]]) -> list[str]:
    return [
        f"{package['name']} {package['version']}: {weakness['id']}, mended in "
        f"{', '.join(weakness['fix_versions']) or 'no version so far'}"
        for package in packages
        for weakness in package.get("vulns", ())
    ]


def audit(name: str) -> int:
    for service in ("osv", "pypi"):
        packages = ask(name, service)
        unknown = [package["name"] for package in packages if "skip_reason" in package]
        if packages and not unknown:
            return tell(name, packages, service)
    print(f"requirements/{name}.txt: not looked up: no list of weaknesses could be reached.")
    return UNKNOWN


def tell(name: str, packages: list[dict[str, Any]], source: str) -> int:
    found = weaknesses(packages)
    print(f"requirements/{name}.txt: {len(packages)} packages, {len(found)} known weaknesses ({source})")
    print("".join(f"  {line}\n" for line in found), end="")
    return WEAK if found else CLEAN


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--advisories", type=Path, metavar="FOLDER")
    folder: Path | None = parser.parse_args(arguments).advisories
    if folder is not None:
        known = read_known(folder)
        source = f"{folder}, {known.count} entries, the newest of {known.newest}"
        return max(tell(name, look_up(name, known), source) for name in LISTS)
    results = set()
    for name in LISTS:
        results.add(audit(name))
        if UNKNOWN in results:
            return UNKNOWN
    return WEAK if WEAK in results else CLEAN


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
