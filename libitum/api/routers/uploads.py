"""What is done with an upload besides sending it, which is tus' matter."""

from django.http import HttpRequest
from ninja import Router

from libitum.accounts.models import Scope
from libitum.api.auth import actor_of, person
from libitum.api.documents import uploads as documents
from libitum.api.problems import missing
from libitum.api.schemas.uploads import Receipt
from libitum.media.models import Upload
from libitum.media.receipts import job_of
from libitum.media.selectors.uploads import find_upload
from libitum.media.services.processing import retry

router = Router(tags=["uploads"])


@router.post("/{uid:uid}/retry", auth=person(Scope.UPLOAD), response={202: Receipt}, url_name="upload-retry")
def retry_upload(request: HttpRequest, uid: str) -> Receipt:
    """Once more, after a failure of ours (`failed`). Does nothing where nothing has failed; the receipt says which."""
    job = job_of(mine(request, uid))
    if job is not None:
        retry(actor=actor_of(request), job=job)
    return documents.receipt(mine(request, uid))


def mine(request: HttpRequest, uid: str) -> Upload:
    upload = find_upload(actor_of(request), uid)
    if upload is None:
        raise missing()
    return upload
