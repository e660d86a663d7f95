"""A short soak in each run, on the database of the run; the long one is `make soak`."""

import os
import random
from pathlib import Path

import pytest

from tests.uploads.site import Site

from .soak import Soak, report

pytestmark = pytest.mark.own_database

KILLS = int(os.environ.get("LIBITUM_KILLS", "8"))
SEED = int(os.environ.get("LIBITUM_KILL_SEED", "0")) or random.SystemRandom().randrange(1, 1 << 30)


def test_whatever_is_killed_every_recording_arrives(tmp_path: Path) -> None:
    site = Site(tmp_path, "serve", LIBITUM_WORKERS="2")
    soak = Soak(site, SEED)
    try:
        site.prepare()
        seen = soak.run(KILLS, 2)
    finally:
        site.kill()
    assert seen["wrong"] == [], report(soak, seen, 0)
    assert seen["attempts"] > seen["jobs"], report(soak, seen, 0)  # some kills have hit
    assert seen["failures"] == 0
