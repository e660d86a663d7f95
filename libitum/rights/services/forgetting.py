"""Erasure of what somebody decided, as far as it says anything about them."""

from django.db import transaction

from libitum.rights.models import Ceremony, Party, Statement


@transaction.atomic
def forget_statements(*, party: Party) -> int:
    """Empty the party's statements (texts, titles, the nonce that opens the log's hash); how many were emptied.

    What remains: the words, so that a refusal outlives the account and a decision on a work stays explicable; the
    signature, which without the statement shows no more than that a key without a name signed some hash; the log's
    entry, which nobody can open who has not kept the receipt. Legal basis: claims about what was and wasn't allowed
    (GDPR, article 17(3)(e)).
    """
    Ceremony.objects.filter(party=party).delete()
    return Statement.objects.filter(party=party).exclude(body=b"").update(body=b"", salt="")
