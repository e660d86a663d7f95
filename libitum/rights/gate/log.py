"""The log, as far as the gate depends on it."""

from libitum.ledger.selectors import is_closed, why_not_running

from .problems import GateClosed, Why
from .records import is_guarded


def require_log(purpose: str) -> None:
    """Asked again at every work: a log that stopped since hands out nothing more."""
    if is_closed():
        raise GateClosed(Why.LOG_CLOSED)
    if is_guarded(purpose) and (reason := why_not_running()):
        raise GateClosed(Why.LOG, reason)
