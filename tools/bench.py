"""Runs every benchmark in benchmarks/ and prints their tables, one after the other; exits 1 if one misses its limit."""

import os
import platform
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def machine() -> str:
    """What the figures were measured on."""
    model = next(
        (line.split(":", 1)[1].strip() for line in cpu_lines() if line.startswith("model name")), platform.machine()
    )
    system = f"{platform.system()} {platform.release()}"
    return f"{os.cpu_count()} cores of {model}, Python {platform.python_version()}, {system}"


def cpu_lines() -> list[str]:
    path = Path("/proc/cpuinfo")
    return path.read_text().splitlines() if path.exists() else []


def main() -> int:
    wanted = sys.argv[1:]
    scripts = [path for path in sorted((ROOT / "benchmarks").glob("*.py")) if not path.name.startswith("_")]
    scripts = [path for path in scripts if not wanted or path.stem in wanted]
    if not scripts:
        print(f"There is no benchmark {' or '.join(wanted) or 'yet'}.")
        return 2
    print(f"Measured on {machine()}", flush=True)
    failed = []
    for script in scripts:
        print(f"\n## {script.stem}\n", flush=True)
        if subprocess.run([sys.executable, str(script)], cwd=ROOT, check=False).returncode:
            failed.append(script.stem)
    if failed:
        print(f"\nMissed its limit or failed: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
