"""What somebody has decided, and what waits for their signature; made when a rule first asks for it."""

from libitum.accounts.models import User
from libitum.rights.models import Ceremony, Statement
from libitum.rights.services.ceremonies import propose
from libitum.rights.services.parties import party_of
from libitum.rights.services.statements import Draft


def statement_of(user: User) -> Statement:
    party = party_of(user)
    said = Statement.objects.filter(party=party).first() or propose(
        actor=user, party=party, drafts=[Draft("disc.recommend", False)], language="en"
    )
    assert isinstance(said, Statement)
    return said


def ceremony_of(user: User) -> Ceremony:
    party = party_of(user)
    waiting = Ceremony.objects.filter(party=party, used_at=None).first() or propose(
        actor=user, party=party, drafts=[Draft("train.analysis", True)], language="en"
    )
    assert isinstance(waiting, Ceremony)
    return waiting
