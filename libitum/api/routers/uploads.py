"""What is done with an upload besides sending it, which is tus' matter."""

from django.http import HttpRequest
from ninja import Router

from libitum.accounts.models import Scope
from libitum.api.auth import actor_of, person
from libitum.api.documents import uploads as documents
from libitum.api.problems import missing
from libitum.api.schemas.uploads import PartAddress, PartNumbers, Parts, Receipt
from libitum.media.models import Upload
from libitum.media.receipts import job_of
from libitum.media.selectors.uploads import find_upload
from libitum.media.services.processing import retry
from libitum.media.services.uploads import arrived, begin_direct, complete_direct, leave_direct, part_addresses

router = Router(tags=["uploads"])


@router.post("/{uid:uid}/retry", auth=person(Scope.UPLOAD), response={202: Receipt}, url_name="upload-retry")
def retry_upload(request: HttpRequest, uid: str) -> Receipt:
    """Once more, after a failure of ours (`failed`). Does nothing where nothing has failed; the receipt says which."""
    job = job_of(mine(request, uid))
    if job is not None:
        retry(actor=actor_of(request), job=job)
    return documents.receipt(mine(request, uid))


@router.get("/{uid:uid}/parts", auth=person(Scope.UPLOAD), response=Parts, url_name="upload-parts")
def list_parts(request: HttpRequest, uid: str) -> Parts:
    """Which parts the store has of a recording that is sent to it directly (see Send Parts)."""
    found = arrived(upload=mine(request, uid))
    return Parts(part_size=found.part_size, parts=found.parts, received=found.received)


@router.post("/{uid:uid}/parts", auth=person(Scope.UPLOAD), response=list[PartAddress])
def send_parts(request: HttpRequest, uid: str, data: PartNumbers) -> list[PartAddress]:
    """Addresses of the store for these parts, in their order. Only where creating the upload answered with the header
    `Upload-Parts`; elsewhere, and once bytes have come by tus, this is refused (`not-direct`, `not-through`).
    """
    upload = mine(request, uid)
    begin_direct(upload=upload)
    return [
        PartAddress(number=each.number, size=each.size, url=each.url)
        for each in part_addresses(upload=upload, numbers=data.numbers)
    ]


@router.delete("/{uid:uid}/parts", auth=person(Scope.UPLOAD), response={204: None})
def drop_parts(request: HttpRequest, uid: str) -> None:
    """The store can't be reached from where you are: what it has is dropped, and you may begin anew by tus."""
    leave_direct(upload=mine(request, uid))


@router.post("/{uid:uid}/complete", auth=person(Scope.UPLOAD), response={202: Receipt})
def complete_upload(request: HttpRequest, uid: str) -> Receipt:
    """All parts are there: they become one recording, which is then made ready like any other."""
    complete_direct(upload=mine(request, uid))
    return documents.receipt(mine(request, uid))


def mine(request: HttpRequest, uid: str) -> Upload:
    upload = find_upload(actor_of(request), uid)
    if upload is None:
        raise missing()
    return upload
