"""Secret links of tracks and of releases: the same three operations under both."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from ninja import Router

from libitum.accounts.models import Scope
from libitum.api.auth import actor_of, person
from libitum.api.documents.links import secret_link
from libitum.api.found import to_change
from libitum.api.problems import missing
from libitum.api.schemas.links import NewSecretLink, SecretLinkDocument, SecretLinks
from libitum.catalog.models import Release, Track
from libitum.catalog.selectors.by_uid import release_by_uid, track_by_uid
from libitum.catalog.services import create_secret_link, revoke_secret_link

Find = Callable[[HttpRequest, str], Track | Release]


def links_of(kind: str, find: Find) -> Router:
    router = Router(tags=["secret links"])

    @router.get(
        "/{uid:uid}/links",
        auth=person(Scope.WORKS),
        response=SecretLinks,
        operation_id=f"{kind}_links",
        url_name=f"{kind}-links",
    )
    def list_links(request: HttpRequest, uid: str) -> SecretLinks:
        """For whoever the artist hands them to; ended ones included, newest first."""
        work = find(request, uid)
        rows = work.secret_links.order_by("-created_at", "-pk")
        return SecretLinks(items=[secret_link(link, work) for link in rows])

    @router.post(
        "/{uid:uid}/links",
        auth=person(Scope.WORKS),
        response={201: SecretLinkDocument},
        operation_id=f"make_{kind}_link",
        url_name=f"{kind}-links",
    )
    def make_link(request: HttpRequest, uid: str, body: NewSecretLink, response: HttpResponse) -> SecretLinkDocument:
        work = find(request, uid)
        link = create_secret_link(actor=actor_of(request), work=work, label=body.label, expires_at=body.expires_at)
        response["Location"] = f"{request.path}/{link.uid}"
        return secret_link(link, work)

    @router.delete(
        "/{uid:uid}/links/{uid:link}",
        auth=person(Scope.WORKS),
        response={204: None},
        operation_id=f"revoke_{kind}_link",
        url_name=f"{kind}-link",
    )
    def revoke_link(request: HttpRequest, uid: str, link: str) -> None:
        """From now on it opens nothing, bytes included."""
        row = find(request, uid).secret_links.filter(uid=link).first()
        if row is None:
            raise missing()
        revoke_secret_link(actor=actor_of(request), link=row)

    return router


track_links = links_of("track", lambda request, uid: to_change(request, uid, track_by_uid))
release_links = links_of("release", lambda request, uid: to_change(request, uid, release_by_uid))
