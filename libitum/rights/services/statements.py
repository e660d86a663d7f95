"""What somebody decides, written once: a batch, its words, its entry in the log. Everything said goes through here."""

import hashlib
import time
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from libitum.accounts.models import User
from libitum.catalog.models import Release, Track
from libitum.ledger.services import append_one
from libitum.rights.models import Party, SigningKey, Statement, Word
from libitum.rights.models.word import Level
from libitum.rights.names import name_of_holder
from libitum_verify.rights.facts import ANYBODY, INSTANCE
from libitum_verify.rights.vocabulary import Class, Subject, is_guarded, vocabulary

from .permissions import require_party

# The one purpose that is given to everybody and can't be called back.
TO_ANYBODY = "share.public"


@dataclass(frozen=True, slots=True)
class Draft:
    """One decision before it is recorded; fields as in `Word`.

    `inherits`, with `allowed` false: the work or release says nothing of its own any more.
    """

    purpose: str
    allowed: bool
    track: Track | None = None
    release: Release | None = None
    taker: str = INSTANCE
    model: str = ""
    version: str = ""
    territories: tuple[str, ...] = ()
    commercial: bool = True
    credit: str = ""
    share: int | None = None
    since: int | None = None
    until: int | None = None
    inherits: bool = False

    @property
    def level(self) -> Level:
        return Level.TRACK if self.track else Level.RELEASE if self.release else Level.ACCOUNT

    @property
    def needs_signature(self) -> bool:
        return self.allowed and vocabulary().purposes[self.purpose].starts_as >= Class.O


@dataclass(frozen=True, slots=True)
class Signature:
    """A checked passkey assertion: parts in base64url, as the browser gave them."""

    key: SigningKey
    authenticator_data: str
    client_data: str
    signature: str


def check_draft(draft: Draft) -> None:
    """Raises ValidationError, with a sentence."""
    purpose = vocabulary().purposes.get(draft.purpose)
    if purpose is None:
        raise ValidationError(_("There is no purpose “%(purpose)s”.") % {"purpose": draft.purpose})
    if purpose.starts_as is Class.N:
        raise ValidationError(_("The service can't run without this: it can't be switched."))
    if purpose.subject is Subject.LISTENER and draft.level != Level.ACCOUNT:
        raise ValidationError(_("This switch is about your listening, not about a work."))
    if draft.allowed and (draft.taker == ANYBODY) != (draft.purpose == TO_ANYBODY):
        raise ValidationError(_("Say who may do this."))
    if draft.allowed and not draft.taker:
        raise ValidationError(_("Say who may do this."))
    if draft.since is not None and draft.until is not None and draft.until <= draft.since:
        raise ValidationError(_("This would end before it begins."))
    if draft.inherits and not follows_plainly(draft):
        raise ValidationError(_("Only a work or a release can follow what stands above it, and nothing else with it."))
    if draft.share is not None and not 0 <= draft.share <= 1000:  # noqa: PLR2004 - thousandths
        raise ValidationError(_("A share is between 0 and 100 %."))


def follows_plainly(draft: Draft) -> bool:
    limits = (draft.model, draft.version, draft.territories, draft.credit, draft.share, draft.since, draft.until)
    bare = not draft.allowed and draft.taker in ("", INSTANCE) and not any(limits)
    return bare and draft.level != Level.ACCOUNT


@transaction.atomic
def record_statement(
    *,
    actor: User,
    party: Party,
    drafts: Sequence[Draft],
    body: bytes,
    signature: Signature | None = None,
) -> Statement:
    """Write down what was decided; `body` is the canonical batch that the person saw. Raises ValidationError.

    An opt-in without a signature is not recorded: nothing of the batch is.
    """
    require_party(actor, party)
    return write_statement(party=party, drafts=drafts, body=body, signature=signature)


def write_statement(
    *, party: Party, drafts: Sequence[Draft], body: bytes, signature: Signature | None = None
) -> Statement:
    """As `record_statement`, where it is certain already that the party means it. Within a transaction."""
    if not drafts:
        raise ValidationError(_("There is nothing to decide in this."))
    for draft in drafts:
        check_draft(draft)
    if not party.is_adult and any(draft.allowed and is_guarded(draft.purpose) for draft in drafts):
        raise ValidationError(_("Whoever is under 18 can't allow this. It is asked anew at 18."))
    if signature is None and any(draft.needs_signature for draft in drafts):
        raise ValidationError(_("An opt-in needs the signature of your passkey."))
    grants, returns = sum(draft.allowed for draft in drafts), sum(draft.inherits for draft in drafts)
    entry = append_one(
        type="consent.set",
        body={
            "holder": name_of_holder(party),
            "statement": hashlib.sha256(body).hexdigest(),
            "grants": grants,
            "refusals": len(drafts) - grants - returns,
            "returns": returns,
            "signed": signature is not None,
            "key": key_digest(signature.key) if signature else "",
        },
    )
    statement = Statement.objects.create(
        party=party,
        body=body,
        key=signature.key if signature else None,
        signature=parts_of(signature) if signature else None,
        entry=entry.pk,
    )
    now = int(time.time())
    Word.objects.bulk_create([word_of(draft, statement, now) for draft in drafts], batch_size=1000)
    return statement


def key_digest(key: SigningKey) -> str:
    """How a key stands in the log: SHA-256 of its COSE form as text."""
    return hashlib.sha256(key.public_key.encode()).hexdigest()


def parts_of(signature: Signature) -> dict[str, str]:
    return {
        "authenticator_data": signature.authenticator_data,
        "client_data": signature.client_data,
        "signature": signature.signature,
    }


def word_of(draft: Draft, statement: Statement, now: int) -> Word:
    return Word(
        party=statement.party,
        statement=statement,
        purpose=draft.purpose,
        allowed=draft.allowed,
        level=draft.level,
        track=draft.track,
        release=draft.release,
        taker=draft.taker if draft.allowed else "" if draft.taker == INSTANCE else draft.taker,
        model=draft.model,
        version=draft.version,
        territories=f",{','.join(draft.territories)}," if draft.territories else "",
        commercial=draft.commercial,
        credit=draft.credit,
        share=draft.share,
        at=now,
        since=draft.since,
        until=draft.until,
        signed=statement.key_id is not None,
        inherits=draft.inherits,
    )
