"""Why the gate stays shut, as a code for the database and a sentence for people."""

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


class Why(models.TextChoices):
    UNKNOWN_ENGINE = "unknown-engine", _("No engine of this name is registered here.")
    INACTIVE = "inactive", _("This engine is switched off.")
    UNKNOWN_PURPOSE = "unknown-purpose", _("There is no such purpose.")
    ABOVE_CEILING = "above-ceiling", _("This engine may never ask for this purpose, whatever artists have granted.")
    OTHER_TAKER = "other-taker", _("This engine works for somebody else than the one it asks for.")
    NO_WALLS = "no-walls", _("This machine can't wall an engine off, so the gate takes none from outside.")
    CODE_CHANGED = "code-changed", _("The engine's program is not the one that was registered.")
    LOG = "log", _("The log is not running, and this purpose must be in it before anything is handed out.")
    LOG_CLOSED = "log-closed", _("The log is closed: words said since may be missing here, so nothing is handed out.")


class GateClosed(Exception):  # noqa: N818 - a state of the gate
    """Nothing was handed out. The text is a sentence for people; `detail` adds what only an operator needs."""

    def __init__(self, why: Why, detail: str = "") -> None:
        super().__init__(why)
        self.why, self.detail = why, detail

    def __str__(self) -> str:
        return str(self.why.label)


class PermitOver(Exception):  # noqa: N818 - likewise
    """The run was closed or stopped by somebody else: nothing more is handed out or kept under this permit."""


class EngineFailed(Exception):  # noqa: N818 - likewise
    """The engine gave no answer for one work; the text is a sentence for people."""

    def __init__(self, sentence: "_StrOrPromise") -> None:
        super().__init__(sentence)

    def __str__(self) -> str:
        return str(self.args[0])
