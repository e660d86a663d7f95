from libitum.common.sweeps import sweep

from .services import ensure_signals, make_carriers, settle_works


@sweep(every=60)
def settle_what_time_has_changed() -> None:
    """Words that begin or end by the clock, scheduled works that come out, pages with another address."""
    settle_works()
    make_carriers()


@sweep(every=600)
def publish_what_is_said() -> None:
    """The instance may have another name or address since it was prepared."""
    ensure_signals()
