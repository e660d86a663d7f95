"""What belongs to no kind of work: what an address shows, and what can be chosen."""

from django.http import HttpRequest
from ninja import Query, Router

from libitum.api.auth import anybody, viewer_of
from libitum.api.documents import choices as documents
from libitum.api.problems import missing
from libitum.api.schemas.notices import About
from libitum.api.schemas.site import Address, Choices
from libitum.api.talk import seen_subject
from libitum.community.addresses import about_at

router = Router(tags=["site"])


@router.get("/lookup", auth=anybody(), response=About, url_name="lookup")
def look_up(request: HttpRequest, asked: Query[Address]) -> About:
    """What a page of this site is about, by its address; that of a secret link opens what the link does."""
    at = about_at(asked.url, viewer_of(request))
    if at is None:
        raise missing()
    subject = seen_subject(request, *at)
    return About(kind=subject.kind, id=subject.uid, label=subject.label, url=subject.address)


@router.get("/choices", auth=anybody(), response=Choices, url_name="choices")
def list_choices(request: HttpRequest) -> Choices:
    """Genres, languages and licences by code, with their names."""
    return documents.choices()
