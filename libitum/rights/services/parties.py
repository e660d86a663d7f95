from django.db import transaction

from libitum.accounts.models import User
from libitum.rights.models import Party


def party_of(user: User) -> Party:
    """The one who speaks with this account."""
    party, made = Party.objects.get_or_create(user=user, defaults={"name": user.name, "is_adult": user.is_adult})
    if not made and party.is_adult != user.is_adult:
        party.is_adult = user.is_adult
        party.save(update_fields=["is_adult"])
    return party


def named_party(*, name: str, by: User) -> Party:
    """Somebody without an account whom this artist names: the same person in all of the artist's works."""
    known = Party.objects.filter(user=None, name__iexact=name, holdings__track__artist__owner=by).first()
    return known or Party.objects.create(name=name)


@transaction.atomic
def forget_party(*, party: Party) -> None:
    """Erasure: what was said under it stays, without anything that says by whom."""
    party.user = None
    party.name = ""
    party.save(update_fields=["user", "name"])
