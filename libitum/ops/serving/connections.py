from django.conf import settings
from django.db import connections


def connect_as(kind: str) -> None:
    """From here on this process's connections are those of a `web` process or a `worker`; call it before the first."""
    connections.close_all()
    connections.settings["default"].update(settings.DATABASE_OF[kind])
