from django.db import transaction

from libitum.accounts.models import User
from libitum.rights.models import Invitation, Party


def party_of(user: User) -> Party:
    """The one who speaks with this account."""
    party, made = Party.objects.get_or_create(user=user, defaults={"name": user.name, "is_adult": user.is_adult})
    if not made and party.is_adult != user.is_adult:
        party.is_adult = user.is_adult
        party.save(update_fields=["is_adult"])
    return party


def named_party(*, name: str, by: User) -> Party:
    """Somebody whom this artist names: the same person in all of the artist's works, also once they have an account."""
    answered = Invitation.objects.filter(invited_by=by, name__iexact=name).exclude(answered_at=None)
    taken_up = answered.select_related("party").order_by("-answered_at").first()
    if taken_up is not None:
        return taken_up.party
    known = Party.objects.filter(user=None, name__iexact=name, holdings__track__artist__owner=by).first()
    return known or Party.objects.create(name=name)


@transaction.atomic
def forget_party(*, party: Party) -> None:
    """Erasure: what was said under it stays, without anything that says by whom."""
    party.user = None
    party.name = ""
    party.save(update_fields=["user", "name"])
