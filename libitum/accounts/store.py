"""Django's sessions in the database, which here end some time after the sign-in, however much they are used."""

from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone

from .sessions import SIGNED_IN


class SessionStore(DatabaseStore):
    def load(self) -> dict[str, Any]:
        data: dict[str, Any] = super().load()
        if data.get(SIGNED_IN, timezone.now().timestamp()) > timezone.now().timestamp() - settings.SESSION_LIFETIME:
            return data
        self.delete(self.session_key)
        self._session_key = None
        return {}
