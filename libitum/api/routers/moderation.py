from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from libitum.accounts.models import Scope
from libitum.api.auth import person
from libitum.api.documents.notices import case_document, case_row
from libitum.api.problems import missing
from libitum.api.schemas.notices import CaseDocument, CaseOpened, CasePage, CasesAsked, NewDecision
from libitum.api.talk import moderator_of
from libitum.catalog.viewers import Viewer
from libitum.community.models import Case
from libitum.community.selectors import decided_cases, dossier, waiting_cases
from libitum.community.services import decide, open_case
from libitum.community.subjects import visible_subject

router = Router(tags=["moderation"])
PAGE_SIZE = 50


@router.get("/cases", auth=person(Scope.MODERATE), response=CasePage, url_name="cases")
def list_cases(request: HttpRequest, asked: Query[CasesAsked]) -> CasePage:
    """One row for each thing. What waits: the urgent first, then the oldest; what is `decided`: the latest first."""
    moderator_of(request)
    cases = decided_cases() if asked.decided else waiting_cases(asked.category or "")
    page = Paginator(cases, PAGE_SIZE).get_page(asked.page)
    return CasePage(items=[case_row(case) for case in page], page=page.number, pages=page.paginator.num_pages)


@router.post("/cases", auth=person(Scope.MODERATE), response={201: CaseDocument})
def make_case(request: HttpRequest, body: CaseOpened, response: HttpResponse) -> CaseDocument:
    """Look into something of one's own accord; if there is a case about it already, that one."""
    actor = moderator_of(request)
    subject = visible_subject(body.about, Viewer.of(actor))
    if subject is None:
        raise missing()
    case = open_case(actor=actor, subject=subject)
    response["Location"] = f"{request.path}/{case.uid}"
    return case_document(dossier(case), actor)


@router.get("/cases/{uid:uid}", auth=person(Scope.MODERATE), response=CaseDocument, url_name="case")
def get_case(request: HttpRequest, uid: str) -> CaseDocument:
    return case_document(dossier(case_of(request, uid)), moderator_of(request))


@router.post("/cases/{uid:uid}/decisions", auth=person(Scope.MODERATE), response={201: CaseDocument}, url_name="decide")
def make_decision(request: HttpRequest, uid: str, body: NewDecision) -> CaseDocument:
    """On everything that waits in the case. Both sides are told, with the reasons."""
    reasons = body.model_dump() | {"ground": body.ground or ""}
    decide(actor=moderator_of(request), case=case_of(request, uid), **reasons)
    return get_case(request, uid)


def case_of(request: HttpRequest, uid: str) -> Case:
    moderator_of(request)
    case = Case.objects.select_related("owner").filter(uid=uid).first()
    if case is None:
        raise missing()
    return case
