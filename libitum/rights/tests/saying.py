"""People who have accepted terms and said something, without the pages on which they would do it."""

from datetime import timedelta

from django.utils import timezone

from libitum.accounts.models import User
from libitum.rights.models import Acceptance, SigningKey, Statement, TermsVersion
from libitum.rights.services.parties import party_of
from libitum.rights.services.statements import Draft, Signature, record_statement
from libitum_verify.rights.vocabulary import vocabulary


def publish_terms() -> TermsVersion:
    """Each purpose in the class that it starts as, in effect since yesterday."""
    yesterday = timezone.now() - timedelta(days=1)
    clause = {purpose.id: purpose.starts_as.name for purpose in vocabulary().purposes.values()}
    return TermsVersion.objects.create(number=1, clause=clause, announced_at=yesterday, effective_at=yesterday)


def accept(version: TermsVersion, *people: User) -> None:
    for user in people:
        Acceptance.objects.create(
            user=user, version=version, language="en", how="page", at=version.announced_at or timezone.now()
        )


def say(user: User, *drafts: Draft) -> Statement:
    """Recorded as if a passkey's signature had been checked; what only refuses goes without."""
    signature = None
    if any(draft.allowed for draft in drafts):
        fields = {"public_key": "x", "algorithm": -8, "may_grant_from": timezone.now()}
        key, _made = SigningKey.objects.get_or_create(credential_id=f"of-{user.uid}", defaults={"user": user, **fields})
        signature = Signature(key, "", "", "")
    return record_statement(actor=user, party=party_of(user), drafts=drafts, body=b"{}", signature=signature)


GENERATIVE = "gen.train.style"


def give(user: User, *purposes: str, **fields: object) -> Statement:
    return say(user, *[Draft(purpose, True, **fields) for purpose in purposes])  # type: ignore[arg-type]


def refuse(user: User, *purposes: str, **fields: object) -> Statement:
    return say(user, *[Draft(purpose, False, **fields) for purpose in purposes])  # type: ignore[arg-type]
