"""Virus scanners that are small programs and end as real ones do."""

from pathlib import Path

VIRUS = b"What follows stands for a virus."
# The path is the last argument.
LAST = "for file; do :; done\n"
FINDS = f'grep -qaF "{VIRUS.decode()}" "$file" && echo "$file: Test.Virus FOUND" && exit 1\nexit 0'
FINDS_TEST_FILE = 'grep -qaF "EICAR-STANDARD" "$file" && exit 1\nexit 0'
BREAKS = 'echo "ERROR: Could not connect to clamd"\nexit 2'
HANGS = "sleep 600"


def scanner(folder: Path, script: str, *arguments: str) -> list[str]:
    """As settings.SCANNER has it. `script`: lines of a shell, for which `$file` is the path."""
    program = folder / "scan"
    program.write_text(f"#!/bin/sh\n{LAST}{script}\n")
    program.chmod(0o700)
    return [str(program), *arguments]
