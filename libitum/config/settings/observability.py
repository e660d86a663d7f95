from typing import Any

from libitum.config.environment import environment

METRICS_TOKEN = environment.metrics_token.get_secret_value() if environment.metrics_token else ""
OTLP_URL = environment.otlp_url.get_secret_value().rstrip("/") if environment.otlp_url else ""

JSON_LINES: dict[str, Any] = {
    "fmt": ["levelname", "name", "message"],
    "rename_fields": {"levelname": "level", "name": "logger"},
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {"()": "libitum.ops.logs.formatter.Formatter", **JSON_LINES},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": environment.log_level},
    "loggers": {
        # Every refusal is in the request's own line; these would repeat it with the path.
        "django": {"handlers": [], "propagate": True},
        "django.request": {"level": "ERROR"},
        "django.security": {"level": "ERROR"},
        "django.security.csrf": {"level": "ERROR"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        # Two lines for every call of a worker; the jobs themselves write what came of them.
        "django_tasks": {"level": "WARNING"},
        # The development server's, which writes whole request lines.
        "django.server": {"handlers": [], "level": "CRITICAL"},
    },
}
