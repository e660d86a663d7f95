from libitum.accounts.models import User

from .services import forget_person


def forget_closing_account(*, user: User, **_signal: object) -> None:
    forget_person(user=user)
