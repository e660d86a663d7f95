"""The instance's own settings, and one app more."""

from libitum.config.settings import *  # noqa: F403

INSTALLED_APPS = [*INSTALLED_APPS, "libitum.ops.tests.waiting"]  # noqa: F405
