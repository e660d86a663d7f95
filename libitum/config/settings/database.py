from collections.abc import Mapping
from typing import Any

import dj_database_url

from libitum.config.environment import environment

# Writers queue up instead of failing half-way, and readers never wait for them.
SQLITE = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA temp_store=MEMORY; PRAGMA mmap_size=134217728;"
    ),
}
# A host that is cut off answers nothing. We give the server up ten seconds (in ms: tcp_user_timeout) after it stopped
# taking what we send, or after a minute in which we only wait. It gives us up after a minute, too, so that the locks
# we held are free again; left to itself it would wait for two hours.
PATIENCE = {
    "connect_timeout": 5,
    "tcp_user_timeout": 10_000,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
}
FOR_US = {"tcp_keepalives_idle": 30, "tcp_keepalives_interval": 10, "tcp_keepalives_count": 3}


def opened(url: str, **options: object) -> dict[str, Any]:
    """A database as Django knows it. What its address says goes before `options`."""
    found: dict[str, Any] = {**dj_database_url.parse(url, conn_health_checks=True)}
    if found["ENGINE"].endswith("sqlite3"):
        return {**found, "OPTIONS": SQLITE, "CONN_MAX_AGE": 300}
    return {**found, "CONN_MAX_AGE": 60, "OPTIONS": {**PATIENCE, **options, **found.get("OPTIONS", {})}}


def told(settings: Mapping[str, object]) -> str:
    """The server's own settings, as a connection brings them along (libpq's `options`)."""
    return " ".join(f"-c {name}={value}" for name, value in {**FOR_US, **settings}.items())


# A page that takes longer than people wait is given up, by the server too. Commands and workers have no such limit:
# they may go through whole tables. Whoever stops in the middle of a transaction doesn't keep its locks for ever.
WEB_LIMITS = {
    "statement_timeout": f"{environment.database_statement_seconds}s",
    "lock_timeout": f"{environment.database_lock_seconds}s",
    "idle_in_transaction_session_timeout": "60s",
}
WORKER_LIMITS = {"idle_in_transaction_session_timeout": "900s"}

DATABASES = {"default": opened(environment.database, application_name="libitum", options=told({}))}

# What the processes of each kind have instead (ops.serving.connections).
DATABASE_OF = {
    "web": opened(environment.database, application_name="libitum web", options=told(WEB_LIMITS)),
    "worker": opened(environment.database, application_name="libitum worker", options=told(WORKER_LIMITS)),
}
if environment.database_pooler_url is not None:
    # It lends a connection for one transaction, to somebody else after it: nothing may be set on it, or left in it.
    pooler = opened(environment.database_pooler_url.get_secret_value(), application_name="libitum web")
    DATABASE_OF["web"] = {**pooler, "DISABLE_SERVER_SIDE_CURSORS": True}

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        # Past this, entries go at random, counters of the rate limits among them.
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
    # Counters of the API: worth no write to the database each, so every web process counts for itself.
    "limits": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "limits",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    },
}
