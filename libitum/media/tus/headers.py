"""The headers of tus 1.0 (https://tus.io/protocols/resumable-upload), read strictly."""

import base64
import binascii
import re

from django.http import HttpRequest
from django.utils.translation import gettext as _

from libitum.media.services.uploads import ALGORITHMS, Body, Checksum

from .problems import BadRequest, LengthRequired, UnsupportedMediaType

VERSION = "1.0.0"
EXTENSIONS = "creation,creation-with-upload,checksum,expiration,termination"
CONTENT_TYPE = "application/offset+octet-stream"
# Longest Upload-Metadata we keep.
METADATA_CHARACTERS = 8192
# Up to 2**63 - 1: more can't be stored, and no file has it.
NUMBER = re.compile(r"\d{1,18}", re.ASCII)


def number(request: HttpRequest, name: str) -> int:
    value = request.headers.get(name, "").strip()
    if not NUMBER.fullmatch(value):
        raise BadRequest(_("The header %(name)s must be a whole number.") % {"name": name})
    return int(value)


def upload_length(request: HttpRequest) -> int:
    if "Upload-Defer-Length" in request.headers:
        raise BadRequest(_("The length must be known from the start: send Upload-Length."))
    return number(request, "Upload-Length")


def raw_metadata(request: HttpRequest) -> str:
    return request.headers.get("Upload-Metadata", "").strip()


def metadata(request: HttpRequest) -> dict[str, str]:
    """`key base64,key base64`; a key alone has an empty value."""
    raw = raw_metadata(request)
    if len(raw) > METADATA_CHARACTERS:
        raise BadRequest(_("The header Upload-Metadata is too long."))
    pairs = [pair.split() for pair in raw.split(",")] if raw else []
    if any(len(pair) not in (1, 2) for pair in pairs) or len({pair[0] for pair in pairs}) != len(pairs):
        raise BadRequest(_("The header Upload-Metadata can't be read."))
    return {pair[0]: decode(pair[1]) if len(pair) > 1 else "" for pair in pairs}


def decode(value: str) -> str:
    return unbase64(value, "Upload-Metadata").decode("utf-8", "replace")


def unbase64(value: str, name: str) -> bytes:
    try:
        return base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        raise BadRequest(_("The header %(name)s isn't valid Base64.") % {"name": name}) from None


def checksum(request: HttpRequest) -> Checksum | None:
    value = request.headers.get("Upload-Checksum")
    if value is None:
        return None
    algorithm, _space, digest = value.strip().partition(" ")
    if algorithm not in ALGORITHMS:
        raise BadRequest(_("This checksum isn't known here; choose one of: %(names)s.") % {"names": names()})
    try:
        return Checksum(algorithm, unbase64(digest.strip(), "Upload-Checksum"))
    except ValueError:
        raise BadRequest(_("The checksum in Upload-Checksum has the wrong length.")) from None


def names() -> str:
    return ",".join(ALGORITHMS)


def has_bytes(request: HttpRequest) -> bool:
    return request.content_type == CONTENT_TYPE


def body(request: HttpRequest) -> Body:
    """The bytes as they come from the network. Django reads nothing where no length is declared, so we do."""
    if not has_bytes(request):
        raise UnsupportedMediaType(_("Send the bytes as %(type)s.") % {"type": CONTENT_TYPE})
    if request.META.get("CONTENT_LENGTH"):
        return Body(request, number(request, "Content-Length"))
    if "Transfer-Encoding" not in request.headers and request.META.get("SERVER_PROTOCOL", "").startswith("HTTP/1"):
        return Body(request, 0)
    if not request.META.get("wsgi.input_terminated"):
        raise LengthRequired(_("Send the length of the body in Content-Length."))
    return Body(request.META["wsgi.input"])
