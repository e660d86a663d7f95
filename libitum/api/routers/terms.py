from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from ninja import Router

from libitum.accounts.models import Scope
from libitum.api.auth import actor_of, anybody, caller_of, person
from libitum.api.documents.terms import acceptance_document, purpose_document, terms_document, terms_row
from libitum.api.problems import Problem, missing
from libitum.api.schemas.terms import AcceptanceDocument, Accepting, PurposeList, TermsDocument, TermsList
from libitum.rights.models import AcceptedHow, PurposesVersion, TermsVersion
from libitum.rights.selectors.terms import Altered, accepted_version, current_version, published
from libitum.rights.services.terms import accept
from libitum_verify.rights.vocabulary import LANGUAGES, NEWEST, vocabulary

router = Router(tags=["terms"])
purposes = Router(tags=["terms"])


@router.get("", auth=anybody(), response=TermsList, url_name="terms")
def list_terms(request: HttpRequest) -> TermsList:
    """Every version that was announced."""
    now, accepted = current_version(), accepted_version(caller_of(request).user)
    return TermsList(
        current=now.number if now else None,
        accepted=accepted.number if accepted else None,
        items=[terms_row(version) for version in reversed(published())],
    )


@router.get("/{int:number}", auth=anybody(), response=TermsDocument, url_name="terms-version")
def get_terms(request: HttpRequest, number: int) -> TermsDocument:
    """A version with its texts and its clause. 503 where what is kept isn't what was published."""
    with only_as_published():
        return terms_document(announced(number))


@router.post(
    "/{int:number}/acceptances", auth=person(Scope.PROFILE), response={201: AcceptanceDocument}, url_name="acceptances"
)
def accept_terms(request: HttpRequest, number: int, body: Accepting) -> AcceptanceDocument:
    """I say yes to this version. Said again, it changes nothing."""
    version = announced(number)
    if not body.yes:
        raise ValidationError({"yes": _("Nothing was recorded: a yes has to be said.")})
    if body.language not in LANGUAGES:
        raise ValidationError({"language": _("There is no text in this language.")})
    with only_as_published():
        said = accept(user=actor_of(request), version=version, language=body.language, how=AcceptedHow.API)
    return acceptance_document(said)


@purposes.get("", auth=anybody(), response=PurposeList, url_name="purposes")
def list_purposes(request: HttpRequest) -> PurposeList:
    """The closed list of what can be done with a work, or with what somebody listened to."""
    row = PurposesVersion.objects.filter(version=NEWEST).first()
    language = get_language() or LANGUAGES[0]
    items = [purpose_document(purpose, language) for purpose in vocabulary().purposes.values()]
    return PurposeList(version=NEWEST, sha256=row.sha256 if row else None, items=items)


def announced(number: int) -> TermsVersion:
    version = TermsVersion.objects.exclude(announced_at=None).filter(number=number).prefetch_related("texts").first()
    if version is None:
        raise missing()
    return version


@contextmanager
def only_as_published() -> Iterator[None]:
    try:
        yield
    except Altered as altered:
        detail = _("What is kept here as version %(number)d of the terms isn't what was published, so it isn't shown.")
        raise Problem(503, detail % {"number": altered.args[0]}, code="altered") from altered
