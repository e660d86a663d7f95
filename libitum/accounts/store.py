"""Django's sessions in the database, which here end some time after the sign-in, however much they are used."""

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from .sessions import has_outlived


class SessionStore(DatabaseStore):
    def load(self) -> dict[str, Any]:
        data: dict[str, Any] = super().load()
        if not has_outlived(data):
            return data
        self.delete(self.session_key)
        self._session_key = None
        return {}
