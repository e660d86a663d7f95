"""The instance's own settings with another way of keeping connections: LIBITUM_BENCH_CONNECTIONS names it."""

import os

from libitum.config.settings import *  # noqa: F403

HOW = os.environ["LIBITUM_BENCH_CONNECTIONS"]
for settings in (DATABASES["default"], DATABASE_OF["web"]):  # noqa: F405
    if HOW == "anew":
        settings["CONN_MAX_AGE"] = 0
    elif HOW == "unchecked":
        settings["CONN_HEALTH_CHECKS"] = False
    elif HOW.startswith("pool"):
        settings["CONN_MAX_AGE"] = 0
        settings["OPTIONS"]["pool"] = {"min_size": 1, "max_size": int(HOW.removeprefix("pool")), "timeout": 5}

RATES = {**RATES, "read": 1_000_000}  # noqa: F405
