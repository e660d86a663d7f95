"""Somebody leaves: what they said stays where others are bound by it, and nothing here says any more whose word it was.

What the log holds is out of anybody's hands: random names, and hashes of what is deleted here.
"""

from django.db import transaction

from libitum.accounts.models import User
from libitum.catalog.models import Release, Track
from libitum.ledger.services import forget
from libitum.rights.models import (
    Ceremony,
    Dispute,
    DisputeAnswer,
    Invitation,
    Match,
    Party,
    SigningKey,
    Statement,
    Word,
)
from libitum.rights.models.word import Level

from .keys import end_keys
from .parties import forget_party


@transaction.atomic
def forget_person(*, user: User) -> None:
    """Part of deleting an account."""
    for party in Party.objects.filter(user=user):
        forget_all_of(party)
    end_keys(user=user)
    forget_keys(user)
    forget(kind="account", subject=user.uid)
    Match.objects.filter(reported_by=user).update(note="")
    user.successions.update(evidence="")


def forget_all_of(party: Party) -> None:
    Ceremony.objects.filter(party=party).delete()
    Invitation.objects.filter(party=party).delete()
    Dispute.objects.filter(raised_by=party).update(grounds="")
    DisputeAnswer.objects.filter(party=party).update(text="")
    forget_statements(party=party)
    forget_party(party=party)
    forget(kind="holder", subject=party.uid)


def forget_statements(*, party: Party) -> None:
    """The texts, signatures and salts; the words stay, as others' works rest on them. Listening is nobody else's."""
    Statement.objects.filter(party=party).update(body=b"", salt="", signature=None)
    Word.objects.filter(party=party).exclude(credit="").update(credit="")
    Word.objects.filter(party=party, purpose__startswith="listen.", level=Level.ACCOUNT).delete()


def forget_keys(user: User) -> None:
    for key in SigningKey.objects.filter(user=user):
        key.user, key.public_key, key.credential_id = None, "", f"erased {key.uid}"
        key.save(update_fields=["user", "public_key", "credential_id"])


@transaction.atomic
def forget_names_of_nobody() -> None:
    """People whom a credit named, of whom no work speaks any more and who never said anything."""
    nobody = Party.objects.filter(user=None, holdings=None, words=None, statements=None)
    nobody = nobody.exclude(pk__in=Dispute.objects.values("raised_by"))
    for party in nobody.exclude(pk__in=DisputeAnswer.objects.values("party")):
        forget(kind="holder", subject=party.uid)
        party.delete()


def forget_work(work: Track | Release) -> None:
    """A deleted work: its key went with its row; now nothing says which name in the log was its."""
    forget(kind="work" if isinstance(work, Track) else "release", subject=work.uid)
