"""The waveform that a page is drawn with, before any script."""

import json
import logging
from collections.abc import Mapping, Sequence
from functools import lru_cache

from django.core.files.storage import storages

from libitum.media.addresses import WAVEFORM
from libitum.media.models import Master

POINTS = "200"
logger = logging.getLogger(__name__)

Overview = Mapping[str, Sequence[int]]


def overview_of(master: Master | None) -> Overview | None:
    """Lows, highs and RMS of 200 equal parts; None for a recording that isn't ready, or whose file is gone."""
    return read_overview(master.prefix) if master and master.prefix else None


@lru_cache(maxsize=256)
def read_overview(prefix: str) -> Overview | None:
    """A prefix is written once and never changed, so this is kept."""
    try:
        with storages["media"].open(f"{prefix}/{WAVEFORM}") as file:
            overview: Overview | None = json.load(file).get("overviews", {}).get(POINTS)
            return overview
    except FileNotFoundError:
        logger.warning("waveform missing", extra={"prefix": prefix})
        return None
