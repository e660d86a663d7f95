from libitum.accounts.models import User
from libitum.accounts.signals import account_closing
from libitum.catalog.models import Track
from libitum.catalog.signals import track_saved
from libitum.media.models import Master
from libitum.media.signals import original_accepted

from .models import Party
from .services.commitments import register_work
from .services.holdings import settle_holdings
from .services.parties import forget_party


def keep_holders(sender: object, track: Track, **kwargs: object) -> None:
    settle_holdings(track=track)
    register_work(track=track, original_sha256=original_of(track))


def original_of(track: Track) -> str:
    """SHA-256 of the newest original, empty before there is one."""
    digests = track.masters.order_by("-created_at").values_list("original__sha256", flat=True)
    return digests.first() or ""


def fix_original(sender: object, master: Master, **kwargs: object) -> None:
    """Before anything can be heard, the log holds what the work's bytes are."""
    register_work(track=master.track, original_sha256=master.original.sha256)


def leave_no_name(sender: object, user: User, **kwargs: object) -> None:
    for party in Party.objects.filter(user=user):
        forget_party(party=party)


track_saved.connect(keep_holders, dispatch_uid="libitum.rights.keep_holders")
original_accepted.connect(fix_original, dispatch_uid="libitum.rights.fix_original")
account_closing.connect(leave_no_name, dispatch_uid="libitum.rights.leave_no_name")
