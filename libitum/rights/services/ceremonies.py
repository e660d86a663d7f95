"""Where every decision begins: the batch is built, and recorded at once unless it needs a signature first."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from libitum.accounts.models import User
from libitum.catalog.models import ReleaseTrack
from libitum.ledger.errors import LogClosed
from libitum.ledger.guard import check_open
from libitum.ledger.log import published_log
from libitum.rights.batches import VALID_FOR, accepted_terms, build_batch, without_doubles
from libitum.rights.models import Ceremony, Holding, Party, Statement
from libitum.rights.models.holding import Standing
from libitum.rights.models.word import Level
from libitum.rights.selectors.words import current_words
from libitum_verify.rights.vocabulary import Class, vocabulary

from .permissions import require_party
from .statements import Draft, check_draft, record_statement


@transaction.atomic
def propose(*, actor: User, party: Party, drafts: Sequence[Draft], language: str) -> Ceremony | Statement:
    """Decide. What needs no signature is recorded at once, and its Statement returned; a batch with an opt-in, or
    with a return that could open something, waits, whole, as a Ceremony for the passkey: nothing of it holds before.

    Raises PermissionDenied, and ValidationError with a sentence.
    """
    require_party(actor, party)
    if not drafts:
        raise ValidationError(_("There is nothing to decide in this."))
    drafts = without_doubles(drafts)
    for draft in drafts:
        check_draft(draft)
    check_holds(party, drafts)
    check_left_as_signed(party, drafts)
    now = timezone.now()
    body = build_batch(party=party, drafts=drafts, language=language, terms=accepted_terms(party), now=now)
    if not need_signature(party, drafts):
        return record_statement(actor=actor, party=party, drafts=drafts, body=body)
    check_may_opt_in(party, drafts)
    return Ceremony.objects.create(party=party, body=body, created_at=now, expires_at=now + VALID_FOR)


def check_holds(party: Party, drafts: Sequence[Draft]) -> None:
    """Nobody speaks about works in which they have no part. Raises ValidationError."""
    tracks = {draft.track.pk for draft in drafts if draft.track}
    releases = {draft.release.pk for draft in drafts if draft.release}
    held = Holding.objects.filter(party=party).exclude(standing=Standing.DECLINED).values("track")
    known = set(held.filter(track__in=tracks).values_list("track", flat=True))
    on_release = ReleaseTrack.objects.filter(release__in=releases, track__in=held)
    own = {d.release.pk for d in drafts if d.release and d.release.artist.owner_id == party.user_id}
    if tracks - known or releases - own - set(on_release.values_list("release", flat=True)):
        raise ValidationError(_("You can only decide about works in which you hold a right."))


def check_left_as_signed(party: Party, drafts: Sequence[Draft]) -> None:
    """After somebody's death their voice and likeness are nobody's to give. Raises ValidationError."""
    personal = any(opts_in(draft) and vocabulary().purposes[draft.purpose].personal for draft in drafts)
    if personal and party.died_at is not None:
        raise ValidationError(_("Voice and likeness stay at what the person signed."))


def check_may_opt_in(party: Party, drafts: Sequence[Draft]) -> None:
    """What a signature could not make good. Raises ValidationError."""
    guarded = any(opts_in(draft) and vocabulary().purposes[draft.purpose].guarded for draft in drafts)
    if guarded and not party.is_adult:
        raise ValidationError(_("Under 18, nobody can allow training, generating or handing on. You can refuse it."))
    check_log_open()


def opts_in(draft: Draft) -> bool:
    """Whether a signature makes something of it that was not allowed before."""
    return draft.allowed or draft.inherits


def need_signature(party: Party, drafts: Sequence[Draft]) -> bool:
    """An opt-in does. So does a return to what stands above, where something signed stands there: else one click
    would allow for a work what was refused for it. Where nothing does, it opens nothing and needs no key.
    """
    if any(draft.needs_signature for draft in drafts):
        return True
    purposes = {draft.purpose for draft in drafts if draft.inherits}
    guarded = {purpose for purpose in purposes if vocabulary().purposes[purpose].starts_as >= Class.O}
    given = current_words(party).filter(purpose__in=guarded, allowed=True, level__lt=Level.TRACK)
    return bool(guarded) and given.exists()


def check_log_open() -> None:
    """After a restore nothing is signed until the log is shown to be the one it was. Raises ValidationError."""
    try:
        check_open(published_log())
    except LogClosed:
        raise ValidationError(
            _("Nothing can be signed at the moment: this site's log is being checked. Refusing works as always.")
        ) from None
