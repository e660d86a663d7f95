import sys
from pathlib import Path

from . import CASES


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for case in CASES.values():
        (folder / case.key).write_bytes(case.make())
        answer = " or ".join(sorted(case.refused)) or "to be taken"
        print(f"{case.key}: {answer}")  # noqa: T201 -- a script
    print(f"{len(CASES)} files in {folder}")  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]))
