"""The real settings, but a locked SQLite is waited for only a moment, so that a test needn't wait either."""

from libitum.config.settings import *  # noqa: F403
from libitum.config.settings.database import DATABASES

DATABASES["default"].setdefault("OPTIONS", {})["timeout"] = 1
