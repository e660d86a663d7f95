from libitum.accounts.models import User
from libitum.accounts.signals import account_closing

from .services.artists import clear_away


def delete_works(sender: object, user: User, **kwargs: object) -> None:
    for artist in user.artists.all():
        clear_away(artist)


account_closing.connect(delete_works, dispatch_uid="libitum.catalog.delete_works")
