from django.db import transaction

from libitum.accounts.models import User
from libitum.rights.models import PrivacySignal, Statement
from libitum.rights.selectors.listening import PURPOSES, listening

from .ceremonies import propose
from .parties import party_of
from .statements import Draft


def note_signal(*, user: User) -> None:
    """The browser sends Global Privacy Control: since when is written down once."""
    PrivacySignal.objects.get_or_create(user=user)


@transaction.atomic
def set_listening(*, user: User, choices: dict[str, bool], language: str) -> Statement | None:
    """By purpose; what is already so is not said again, unless only the browser's signal makes it so.

    Raises ValidationError.
    """
    now = listening(user)
    drafts = [
        Draft(purpose, choices[purpose])
        for purpose in PURPOSES
        if purpose in choices and (now[purpose].on is not choices[purpose] or now[purpose].by_signal)
    ]
    if not drafts:
        return None
    said = propose(actor=user, party=party_of(user), drafts=drafts, language=language)
    assert isinstance(said, Statement)  # noqa: S101 - for the type: a listener's own switches need no signature
    return said
