import dj_database_url

from libitum.config.environment import environment

default = dj_database_url.parse(environment.database, conn_health_checks=True)
if default["ENGINE"].endswith("sqlite3"):
    # Writers queue up instead of failing half-way, and readers never wait for them.
    default["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA temp_store=MEMORY; PRAGMA mmap_size=134217728;"
        ),
    }
    default["CONN_MAX_AGE"] = 300
else:
    default["CONN_MAX_AGE"] = 60
DATABASES = {"default": default}

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
