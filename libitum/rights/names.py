"""How people and works of this room stand in the log."""

from libitum.accounts.models import User
from libitum.catalog.models import Track
from libitum.ledger.privacy import pseudonym_of

from .models import Party


def name_of_work(track: Track) -> str:
    return pseudonym_of(kind="work", subject=track.uid)


def name_of_holder(party: Party) -> str:
    return pseudonym_of(kind="holder", subject=party.uid)


def name_of_account(user: User) -> str:
    return pseudonym_of(kind="account", subject=user.uid)
