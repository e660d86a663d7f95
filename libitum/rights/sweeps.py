from libitum.catalog.models import Track
from libitum.common.sweeps import sweep

from .receivers import keep_holders
from .services.announcing import send_due_letters
from .services.watching import watch_terms

AT_ONCE = 500


@sweep(every=60)
def settle_older_works() -> None:
    """Works from before this room was built get their holders and their place in the log."""
    for track in Track.objects.filter(commitment=None).select_related("artist__owner")[:AT_ONCE]:
        keep_holders(sender=Track, track=track)


@sweep(every=60)
def watch_the_terms() -> None:
    watch_terms()


@sweep(every=60)
def terms_letters() -> None:
    """Those that failed before, and those whose task was lost."""
    send_due_letters()
