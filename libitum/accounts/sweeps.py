from libitum.common.sweeps import sweep

from .sessions import forget_stale
from .store import SessionStore


@sweep(every=6 * 3600)
def forget_sessions() -> None:
    """Sessions that ran out, and what was written of them."""
    SessionStore.clear_expired()
    forget_stale()
