"""Looks up every locked package in the lists of known weaknesses; exits 1 where there is one, 2 where nobody answered.

pip-audit counts a package of which it could learn nothing as harmless; here it is a failure.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
# The shortest first: where nobody answers, the others need not be asked.
LISTS = ("bench", "base", "telemetry", "dev")
CLEAN, WEAK, UNKNOWN = 0, 1, 2


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
            break
    else:
        print(f"requirements/{name}.txt: not looked up: no list of weaknesses could be reached.")
        return UNKNOWN
    found = weaknesses(packages)
    print(f"requirements/{name}.txt: {len(packages)} packages, {len(found)} known weaknesses ({service})")
    print("".join(f"  {line}\n" for line in found), end="")
    return WEAK if found else CLEAN


def main() -> int:
    results = set()
    for name in LISTS:
        results.add(audit(name))
        if UNKNOWN in results:
            return UNKNOWN
    return WEAK if WEAK in results else CLEAN


if __name__ == "__main__":
    sys.exit(main())
