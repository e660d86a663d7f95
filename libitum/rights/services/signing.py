"""A ceremony ends: the passkey's assertion over the batch is checked twice, and the batch recorded."""

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from fido2 import cbor
from fido2.cose import CoseKey
from fido2.server import Fido2Server
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    UserVerificationRequirement,
)

from libitum.accounts.models import User
from libitum.rights.batches import drafts_of
from libitum.rights.models import Ceremony, SigningKey, Statement
from libitum.rights.selectors.keys import signing_keys
from libitum_verify.rights.signing import Assertion, challenge_of, check_assertion, encode64, rp_id
from libitum_verify.verdict import Reason, Refused

from .ceremonies import check_holds, check_may_opt_in
from .permissions import require_party
from .statements import Signature, check_draft, record_statement

VERIFIED = UserVerificationRequirement.REQUIRED
TIMEOUT_MS = 5 * 60 * 1000


def site_takes_signatures() -> bool:
    """Passkeys belong to a name, and browsers use them on https alone, this machine's own name apart."""
    site = urlsplit(settings.BASE_URL)
    host = site.hostname or ""
    by_number = ":" in host or host.replace(".", "").isdecimal()
    return not by_number and (site.scheme == "https" or host == "localhost")


def request_options(ceremony: Ceremony, user: User) -> dict[str, object]:
    """What the browser hands to `navigator.credentials.get` (WebAuthn level 3, 5.5), bytes in base64url."""
    now = timezone.now()
    ready = signing_keys(user).filter(may_grant_from__lte=now)
    return {
        "challenge": encode64(challenge_of(bytes(ceremony.body))),
        "rpId": rp_id(settings.BASE_URL),
        "allowCredentials": [{"type": "public-key", "id": key.credential_id} for key in ready],
        "userVerification": "required",
        "timeout": TIMEOUT_MS,
    }


@transaction.atomic
def sign(*, actor: User, ceremony: Ceremony, credential: Mapping[str, object]) -> Statement:
    """Record what the ceremony's batch decides, with the signature of one of this person's passkeys.

    `credential`: what the browser gave, as JSON (WebAuthn level 3, 5.1.8). Raises PermissionDenied, and
    ValidationError with a sentence; then nothing is recorded, and the ceremony can be tried again until it expires.
    """
    waiting = Ceremony.objects.select_for_update().select_related("party").get(pk=ceremony.pk)
    now = timezone.now()
    require_party(actor, waiting.party)
    check_waiting(waiting, now)
    response = read_response(credential)
    key = key_of(actor, response, now)
    body = bytes(waiting.body)
    check_signature(key, response, body)
    drafts = drafts_of(body)
    for draft in drafts:
        check_draft(draft)
    check_holds(waiting.party, drafts)
    check_may_opt_in(waiting.party, drafts)
    statement = record_statement(
        actor=actor, party=waiting.party, drafts=drafts, body=body, signature=signature_of(key, response)
    )
    waiting.used_at = now
    waiting.save(update_fields=["used_at"])
    return statement


def check_waiting(ceremony: Ceremony, now: datetime) -> None:
    if ceremony.used_at is not None:
        raise ValidationError(_("This has been signed already: it is among your receipts."))
    if ceremony.expires_at <= now:
        raise ValidationError(
            _("This was open for ten minutes, which have passed. Nothing was signed: decide once more.")
        )


def read_response(credential: Mapping[str, object]) -> AuthenticationResponse:
    try:
        return AuthenticationResponse.from_dict(credential)
    except (TypeError, ValueError, KeyError, AttributeError, IndexError):
        raise ValidationError(_("Your browser sent something that is no signature. Nothing was signed.")) from None


def key_of(user: User, response: AuthenticationResponse, now: datetime) -> SigningKey:
    key = signing_keys(user).filter(credential_id=encode64(response.raw_id)).first()
    if key is None:
        raise ValidationError(_("This passkey is not one of those with which you can sign here. Nothing was signed."))
    if key.may_grant_from > now:
        moment = date_format(timezone.localtime(key.may_grant_from), "DATETIME_FORMAT")
        raise ValidationError(
            _("The passkey “%(key)s” is new, or the account was recovered: it can sign from %(moment)s on.")
            % {"key": key, "moment": moment}
        )
    return key


def check_signature(key: SigningKey, response: AuthenticationResponse, body: bytes) -> None:
    """With the verifier that everybody else uses and with python-fido2: both must agree. Raises ValidationError."""
    try:
        check_assertion(
            assertion_of(response), body=body, public_key=websafe_decode(key.public_key), origin=settings.BASE_URL
        )
        asked = {"challenge": websafe_encode(challenge_of(body)), "user_verification": VERIFIED}
        server().authenticate_complete(asked, [credential_data(key)], response)
    except Refused as refused:
        raise ValidationError(sentence_for(refused)) from None
    except ValueError:
        raise ValidationError(
            _("The signature is not one of this passkey over this text. Nothing was signed: try again.")
        ) from None


def sentence_for(refused: Refused) -> str:
    if refused.reason is Reason.PERSON_NOT_VERIFIED:
        return _("Your device did not check that it is you: by finger, face or its code. Nothing was signed.")
    if refused.reason is Reason.WRONG_SITE:
        return _("This was signed on another address than this site's. Nothing was signed: open the site anew.")
    return _("The signature is not one of this passkey over this text. Nothing was signed: try again.")


def server() -> Fido2Server:
    rp = PublicKeyCredentialRpEntity(id=rp_id(settings.BASE_URL), name=settings.SITE_NAME)
    return Fido2Server(rp, verify_origin=lambda origin: origin == settings.BASE_URL)


def credential_data(key: SigningKey) -> AttestedCredentialData:
    public_key = cbor.decode(websafe_decode(key.public_key))
    assert isinstance(public_key, Mapping)  # noqa: S101 - for the type: it was read as such when it was enrolled
    return AttestedCredentialData.create(Aaguid.NONE, websafe_decode(key.credential_id), CoseKey.parse(public_key))


def assertion_of(response: AuthenticationResponse) -> Assertion:
    parts = response.response
    return Assertion(bytes(parts.authenticator_data), bytes(parts.client_data), parts.signature)


def signature_of(key: SigningKey, response: AuthenticationResponse) -> Signature:
    parts = assertion_of(response)
    return Signature(key, encode64(parts.authenticator_data), encode64(parts.client_data), encode64(parts.signature))
