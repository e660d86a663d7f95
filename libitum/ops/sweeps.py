from libitum.common.sweeps import sweep

from .metrics.figures import measure


@sweep(every=300)
def measure_what_is_slow_to_count() -> None:
    measure()
