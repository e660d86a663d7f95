from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from libitum.ledger.manifests import absence_proof
from libitum_verify.verdict import Reason, Refused

STATUS = {Reason.PRESENT: 409, Reason.MISSING: 404}


@require_safe
def log_absence(request: HttpRequest, digest: str, commitment: str) -> HttpResponse:
    """`libitum-absence@v1` for a commitment that is not in the manifest; 409 with a sentence for one that is."""
    try:
        proof = absence_proof(digest, bytes.fromhex(commitment))
    except Refused as refused:
        status = STATUS.get(refused.reason, 422)
        return HttpResponse(f"{refused.sentence}\n", status=status, content_type="text/plain; charset=utf-8")
    return HttpResponse(proof.text(), content_type="text/plain; charset=utf-8")
