from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from libitum.ledger.manifests import absence_proof, presence_proof
from libitum_verify.manifest import AbsenceProof, PresenceProof
from libitum_verify.verdict import Reason, Refused

STATUS = {Reason.PRESENT: 409, Reason.NOT_INCLUDED: 409, Reason.MISSING: 404}
PLAIN = "text/plain; charset=utf-8"


@require_safe
def log_absence(request: HttpRequest, digest: str, commitment: str) -> HttpResponse:
    """`libitum-absence@v1` for a commitment that is not in the manifest; 409 with a sentence for one that is."""
    return proof(absence_proof, digest, commitment)


@require_safe
def log_presence(request: HttpRequest, digest: str, commitment: str) -> HttpResponse:
    """`libitum-presence@v1` for a commitment that is in the manifest; 409 with a sentence for one that is not."""
    return proof(presence_proof, digest, commitment)


def proof(prove: Callable[[str, bytes], AbsenceProof | PresenceProof], digest: str, commitment: str) -> HttpResponse:
    try:
        found = prove(digest, bytes.fromhex(commitment))
    except Refused as refused:
        status = STATUS.get(refused.reason, 422)
        return HttpResponse(f"{refused.sentence}\n", status=status, content_type=PLAIN)
    return HttpResponse(found.text(), content_type=PLAIN)
