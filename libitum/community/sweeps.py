from libitum.common.sweeps import sweep

from .services import send_due_letters
from .services import sweep as forget

MINUTE = 60
HOUR = 60 * MINUTE


@sweep(every=MINUTE)
def letters() -> None:
    """Those that failed before, and those whose task was lost."""
    send_due_letters()


@sweep(every=HOUR)
def retention() -> None:
    forget()
