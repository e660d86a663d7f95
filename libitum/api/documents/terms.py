from django.conf import settings
from django.urls import reverse

from libitum.api.schemas.terms import (
    AcceptanceDocument,
    ClauseRow,
    PurposeDocument,
    PurposeTurn,
    TermsDocument,
    TermsRow,
    TermsText,
)
from libitum.rights.models import Acceptance, TermsVersion
from libitum.rights.selectors.terms import comparison, proved_document
from libitum_verify.rights.vocabulary import Purpose, texts_of


def row_of(version: TermsVersion) -> dict[str, object]:
    return {
        "number": version.number,
        "state": version.state,
        "announced_at": version.announced_at,
        "effective_at": version.effective_at,
        "sha256": version.sha256,
        "url": settings.BASE_URL + version.get_absolute_url(),
    }


def terms_row(version: TermsVersion) -> TermsRow:
    return TermsRow.model_validate(row_of(version))


def terms_document(version: TermsVersion) -> TermsDocument:
    """Raises Altered."""
    document, difference = proved_document(version), comparison(version)
    changes = difference.purposes if difference else []
    return TermsDocument.model_validate(
        {
            **row_of(version),
            "purposes": document.purposes,
            "summary": document.summary,
            "clause": [ClauseRow(purpose=key, starts_as=value) for key, value in document.clause.items()],
            "texts": [TermsText(language=key, body=body) for key, body in sorted(document.texts.items())],
            "changes": [
                PurposeTurn(
                    purpose=change.purpose,
                    before=change.before.name,
                    after=change.after.name,
                    widened=change.after < change.before,
                )
                for change in changes
            ],
            "needs_acceptance": difference is None or difference.widens,
        }
    )


def acceptance_document(acceptance: Acceptance) -> AcceptanceDocument:
    return AcceptanceDocument(
        version=acceptance.version.number, language=acceptance.language, how=acceptance.how, at=acceptance.at
    )


def purpose_document(purpose: Purpose, language: str) -> PurposeDocument:
    return PurposeDocument(
        id=purpose.id,
        group=purpose.group,
        starts_as=purpose.starts_as.name,
        subject=purpose.subject,
        roles=list(purpose.roles),
        personal=purpose.personal,
        **texts_of(language)[purpose.id],
        aipref=list(purpose.aipref),
        cawg=list(purpose.cawg),
        content_signal=list(purpose.content_signal),
        dpv=list(purpose.dpv),
        basis=purpose.basis,
        url=f"{settings.BASE_URL}{reverse('purposes')}#{purpose.id}",
    )
