"""What every page's scripts import is announced in its head, so that a browser fetches all at once."""

import re
from collections.abc import Iterator
from pathlib import Path

from django.template.loader import render_to_string
from django.templatetags.static import static

ROOT = Path(__file__).resolve().parents[1] / "static" / "web" / "js"
IMPORT = re.compile(r'^(?:import|export)\s(?:[^"]*?from\s)?"(\.[^"]+)";', re.MULTILINE)


def imported(module: Path, seen: set[Path]) -> Iterator[Path]:
    for address in IMPORT.findall(module.read_text()):
        other = (module.parent / address).resolve()
        if other not in seen:
            seen.add(other)
            yield other
            yield from imported(other, seen)


def test_the_list_is_what_is_imported() -> None:
    needed = {static(f"web/js/{module.relative_to(ROOT)}") for module in imported(ROOT / "app.js", set())}
    announced = re.findall(r'href="([^"]+)"', render_to_string("web/player/preload.html"))
    assert len(announced) == len(set(announced))
    assert set(announced) == needed
