from libitum.accounts.models import User
from libitum.api.schemas.holders import DisputeAnswerDocument, DisputeDocument, HoldingDocument, MandateDocument
from libitum.rights.models import Dispute, Holding, Mandate


def holding_document(holding: Holding, reader: User) -> HoldingDocument:
    """`holding` with its party and its track."""
    return HoldingDocument(
        id=holding.uid,
        track=holding.track.uid,
        role=holding.role,
        holder=holding.party.name,
        party=holding.party.uid,
        mine=holding.party.user_id == reader.pk,
        standing=holding.standing,
        society=holding.society,
        mandate=holding.mandate_at is not None,
        created_at=holding.created_at,
        answered_at=holding.answered_at,
    )


def dispute_document(dispute: Dispute, reader: User, *, is_moderator: bool = False) -> DisputeDocument:
    """`dispute` with its track, who raised it, and its answers."""
    told = is_moderator or dispute.raised_by.user_id == reader.pk
    return DisputeDocument(
        id=dispute.uid,
        track=dispute.track.uid,
        role=dispute.role,
        grounds=dispute.grounds if told else "",
        raised_by=dispute.raised_by.name if told else "",
        answers=[
            DisputeAnswerDocument(by=row.party.name, text=row.text, at=row.at)
            for row in dispute.answers.all()
            if is_moderator or row.party.user_id == reader.pk
        ],
        opened_at=dispute.opened_at,
        closed_at=dispute.closed_at,
        outcome=dispute.outcome,
        upheld=dispute.upheld,
    )


def mandate_document(mandate: Mandate) -> MandateDocument:
    holding = mandate.holding
    return MandateDocument(
        id=mandate.uid,
        holding=holding.uid,
        track=holding.track.uid,
        role=holding.role,
        holder=holding.party.name,
        society=mandate.society,
        evidence=mandate.evidence,
        offered_at=mandate.offered_at,
        decided_at=mandate.decided_at,
        confirmed=mandate.confirmed,
        note=mandate.note,
    )
