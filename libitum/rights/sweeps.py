from libitum.catalog.models import Track
from libitum.common.sweeps import sweep

from .letters import send_invitations
from .receivers import keep_holders

AT_ONCE = 500


@sweep(every=60)
def settle_older_works() -> None:
    """Works from before this room was built get their holders and their place in the log."""
    for track in Track.objects.filter(commitment=None).select_related("artist__owner")[:AT_ONCE]:
        keep_holders(sender=Track, track=track)


@sweep(every=60)
def send_letters_of_invitation() -> None:
    send_invitations()
