from libitum.accounts.models import User
from libitum.accounts.signals import account_closing, terms_agreed
from libitum.catalog.models import Track
from libitum.catalog.signals import track_saved

from .models import AcceptedHow, Party
from .selectors.terms import altered_among, current_version
from .services.commitments import register_work
from .services.holdings import settle_holdings
from .services.parties import forget_party
from .services.terms import accept


def keep_holders(sender: object, track: Track, **kwargs: object) -> None:
    settle_holdings(track=track)
    register_work(track=track)


def leave_no_name(sender: object, user: User, **kwargs: object) -> None:
    for party in Party.objects.filter(user=user):
        forget_party(party=party)


def record_yes(sender: object, user: User, language: str, **kwargs: object) -> None:
    """To the version in force, which the form led to. Where that isn't what was published, nothing is recorded."""
    version = current_version()
    if version is None or altered_among([version]):
        return
    accept(user=user, version=version, language=language, how=AcceptedHow.SIGN_UP)


track_saved.connect(keep_holders, dispatch_uid="libitum.rights.keep_holders")
account_closing.connect(leave_no_name, dispatch_uid="libitum.rights.leave_no_name")
terms_agreed.connect(record_yes, dispatch_uid="libitum.rights.record_yes")
