from libitum.accounts.models import User
from libitum.accounts.signals import account_closing
from libitum.catalog.models import Track
from libitum.catalog.signals import track_saved

from .models import Party
from .services.commitments import register_work
from .services.holdings import settle_holdings
from .services.parties import forget_party


def keep_holders(sender: object, track: Track, **kwargs: object) -> None:
    settle_holdings(track=track)
    register_work(track=track)


def leave_no_name(sender: object, user: User, **kwargs: object) -> None:
    for party in Party.objects.filter(user=user):
        forget_party(party=party)


track_saved.connect(keep_holders, dispatch_uid="libitum.rights.keep_holders")
account_closing.connect(leave_no_name, dispatch_uid="libitum.rights.leave_no_name")
