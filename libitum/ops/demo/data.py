"""The demo's data files, as they lie in the package."""

import csv
import json
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent.parent / "data" / "demo"
MUSIC = FOLDER / "music"
SCORE = FOLDER / "score.json"


@cache
def cast() -> dict[str, Any]:
    """People and texts."""
    return dict(json.loads((FOLDER / "cast.json").read_text(encoding="utf-8")))


@cache
def comments() -> dict[str, list[dict[str, Any]]]:
    """By the file of the track."""
    return dict(json.loads((FOLDER / "comments.json").read_text(encoding="utf-8")))


@cache
def tracks() -> list[dict[str, str]]:
    """Real recordings: one row per file in `music/`."""
    with (FOLDER / "tracks.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
