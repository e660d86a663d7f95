"""Two who claim one right. It freezes the work for what trains, generates or shares, from the moment it is raised.

Every turn of it stands in the log (`holder.dispute`), and everybody concerned is written to.
"""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from libitum.accounts.models import User
from libitum.catalog.models import Track
from libitum.ledger.services import append_one
from libitum.rights.models import Dispute, DisputeAnswer, DisputeLetter, Holding, News, Party
from libitum.rights.models.holding import Role, Standing
from libitum.rights.names import name_of_holder, name_of_work
from libitum.rights.selectors.holders import people_concerned, speaking_in

from .holdings import record, set_standing
from .parties import party_of
from .permissions import require_moderator, require_party

MOST_OPEN = 20


@transaction.atomic
def raise_dispute(*, actor: User, track: Track, role: str, grounds: str) -> Dispute:
    """Raises ValidationError."""
    if role not in Role.values:
        raise ValidationError({"role": _("Say which right is yours.")})
    if not grounds.strip():
        raise ValidationError({"grounds": _("Say why, so that a moderator can decide.")})
    claimant = party_of(actor)
    if Dispute.objects.filter(track=track, role=role, raised_by=claimant, closed_at=None).exists():
        raise ValidationError(_("You have raised this already. A moderator will decide."))
    if Dispute.objects.filter(raised_by=claimant, closed_at=None).count() >= MOST_OPEN:
        raise ValidationError(_("Wait until some of what you have raised is decided."))
    dispute = Dispute.objects.create(track=track, role=role, raised_by=claimant, grounds=grounds.strip())
    log(dispute, "opened", by=claimant)
    tell(dispute, News.OPENED, but=actor)
    return dispute


@transaction.atomic
def answer_dispute(*, actor: User, dispute: Dispute, text: str) -> DisputeAnswer:
    """What somebody whose work it is says to it, once. Raises PermissionDenied, ValidationError."""
    dispute = Dispute.objects.select_for_update().select_related("track__artist", "raised_by").get(pk=dispute.pk)
    party = speaking_in(dispute, actor)
    if party is None or actor.pk == dispute.raised_by.user_id:
        raise PermissionDenied(_("Only those who hold a right in the work can answer."))
    require_party(actor, party)
    if dispute.closed_at is not None:
        raise ValidationError(_("This has been decided already."))
    if not text.strip():
        raise ValidationError({"text": _("Say what a moderator should know.")})
    answer, made = DisputeAnswer.objects.get_or_create(dispute=dispute, party=party, defaults={"text": text.strip()})
    if not made:
        raise ValidationError(_("You have answered already. A moderator will decide."))
    log(dispute, "answered", by=answer.party)
    tell(dispute, News.ANSWERED, but=actor)
    return answer


@transaction.atomic
def close_dispute(*, actor: User, dispute: Dispute, outcome: str, upheld: bool) -> Dispute:
    """A moderator says how it ends; `upheld`: who raised it holds the right too, from now on.

    Raises PermissionDenied, ValidationError.
    """
    require_moderator(actor)
    dispute = Dispute.objects.select_for_update().select_related("track__artist", "raised_by").get(pk=dispute.pk)
    if dispute.closed_at is not None:
        raise ValidationError(_("This has been decided already."))
    if not outcome.strip():
        raise ValidationError({"outcome": _("Say how it ends, and why: both sides read it.")})
    if is_party_to(actor, dispute):
        raise PermissionDenied(_("Somebody else must decide about what is yours."))
    dispute.closed_at, dispute.closed_by = timezone.now(), actor
    dispute.outcome, dispute.upheld = outcome.strip(), upheld
    dispute.save()
    log(dispute, "upheld" if upheld else "rejected")
    if upheld:
        make_holder(dispute)
    tell(dispute, News.CLOSED, but=actor)
    return dispute


def log(dispute: Dispute, turn: str, by: Party | None = None) -> None:
    """`by`: the holder whose turn it is; a moderator has no name in the log."""
    body = {
        "work": name_of_work(dispute.track),
        "role": str(dispute.role),
        "claimant": name_of_holder(dispute.raised_by),
        "turn": turn,
        "by": name_of_holder(by) if by else "",
    }
    append_one(type="holder.dispute", body=body)


def tell(dispute: Dispute, news: News, *, but: User) -> None:
    """A letter for everybody concerned, apart from who does it. Who already holds one unsent gets no second."""
    people = people_concerned(dispute).exclude(pk=but.pk)
    DisputeLetter.objects.bulk_create(
        DisputeLetter(dispute=dispute, user=user, news=news)
        for user in people.exclude(pk__in=dispute.letters.filter(news=news, sent_at=None).values("user"))
    )


def is_party_to(actor: User, dispute: Dispute) -> bool:
    involved = actor.pk in {dispute.raised_by.user_id, dispute.track.artist.owner_id}
    return involved or Holding.objects.filter(track=dispute.track, party__user=actor).exists()


def make_holder(dispute: Dispute) -> None:
    fields = {"track": dispute.track, "role": dispute.role, "party": dispute.raised_by}
    confirmed = {"standing": Standing.CONFIRMED, "answered_at": timezone.now()}
    holding, made = Holding.objects.get_or_create(**fields, defaults=confirmed)
    if made:
        record(holding, holding.standing)
    else:
        set_standing(holding, Standing.CONFIRMED)
