"""All that must hold before a change lands: linters, then the suite on SQLite and on PostgreSQL.

`--lint-only` stops after the linters. Other arguments go to pytest, in both runs.
"""

import os
import subprocess
import sys
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import MappingProxyType

from machine import Missing, chromium
from postgres import postgres_server

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("libitum", "libitum_verify", "tests", "tools", "benchmarks", "conftest.py")
CODE = [name for name in FOLDERS if (ROOT / name).exists()]


def module(name: str, *arguments: str) -> list[str]:
    return [sys.executable, "-m", name, *arguments]


LINTERS = {
    "ruff check": module("ruff", "check", "--quiet", "."),
    "ruff format": module("ruff", "format", "--check", "--quiet", "."),
    "mypy": module("mypy", *CODE),
    "djlint": module("djlint", "--lint", "--quiet", "libitum"),
    "import-linter": [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
    "migrations": module("libitum", "makemigrations", "--check", "--dry-run"),
    "translations": [sys.executable, "tools/messages.py", "check"],
}


def run(
    name: str, command: list[str], environment: Mapping[str, str] = MappingProxyType({}), *, at_its_end: bool = False
) -> bool:
    """`at_its_end`: what it says is shown then and at once, as others run beside it."""
    if not at_its_end:
        print(f"\n== {name}", flush=True)
    started = time.monotonic()
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, "NO_COLOR": "1", **environment},
        stdout=subprocess.PIPE if at_its_end else None,
        stderr=subprocess.STDOUT if at_its_end else None,
        text=True,
        check=False,
    )
    said = f"\n== {name}\n{done.stdout}" if at_its_end else ""
    outcome = "passed" if done.returncode == 0 else "FAILED"
    print(f"{said}== {name}: {outcome} in {time.monotonic() - started:.0f} s", flush=True)
    return done.returncode == 0


def lint() -> list[str]:
    """Names of those that failed. As many at once as there are cores; each says what it has to say at its end."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        outcomes = list(pool.map(lambda linter: run(*linter, at_its_end=True), LINTERS.items()))
    return [name for name, passed in zip(LINTERS, outcomes, strict=True) if not passed]


def pytest(name: str, arguments: list[str], environment: Mapping[str, str], *, waiting: int = 1) -> bool:
    """`waiting`: how many more processes than there are cores, as what plays, is cut off or is away mostly waits."""
    # A browser test wants a whole core and its own server: those run one after the other (loadgroup).
    processes = str(max(2, min(8, os.cpu_count() or 2)) + waiting)
    command = module("pytest", "-q", "--color=no", "-n", processes, "--dist", "loadgroup", *arguments)
    return run(name, command, environment)


def suite(arguments: list[str]) -> list[str]:
    """Names of the runs that failed. What needs a browser runs once: there the database makes no difference."""
    failed = []
    # Both are looked for first: whoever lacks one learns it now, not after ten minutes.
    with postgres_server() as url:
        browser = str(chromium())
        environment = {"LIBITUM_TEST_CHROMIUM": browser}
        if not pytest(
            "pytest on PostgreSQL",
            ["-m", "not browser and not own_database", *arguments],
            {**environment, "LIBITUM_TEST_DATABASE_URL": url},
        ):
            failed.append("pytest on PostgreSQL")
    os.environ.pop("LIBITUM_TEST_DATABASE_URL", None)
    if not pytest("pytest on SQLite", arguments, environment, waiting=2):
        failed.append("pytest on SQLite")
    return failed


def main() -> int:
    arguments = sys.argv[1:]
    os.environ.pop("LIBITUM_DATABASE_URL", None)
    os.environ.pop("LIBITUM_HOME", None)  # the tests make their own, and must never meet an instance's
    # Each of a run's processes would rewrite all tests anew, for twelve seconds.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    failed = lint()
    if "--lint-only" not in arguments:
        try:
            failed += suite(arguments)
        except Missing as missing:
            print(missing)
            failed.append("what the tests need")
    if failed:
        print(f"\nFAILED: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
