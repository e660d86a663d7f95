"""The instance seen from outside, through whatever stands in front of it: which of its headers arrive."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings
from django.db import Error as DatabaseError
from django.test import Client

from libitum.catalog.models import Track
from libitum.catalog.viewers import ANYBODY
from libitum.common.uids import new_uid
from libitum.media.addresses import track_media
from libitum.policy import HEADERS, RSL_PATH
from libitum.policy.middleware import JOINED

SECONDS = 20
# A server in front writes them itself, or nobody outside misses them.
NOT_COMPARED = frozenset(
    {"connection", "content-length", "date", "server", "set-cookie", "x-accel-redirect", "x-request-id"}
)


class Unreachable(Exception):  # noqa: N818 - a finding, not a fault of ours
    """Says in a sentence what was asked and what came of it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """`headers`: by lower-case name, several of one name joined."""

    status: int
    headers: Mapping[str, str]


class AsItComes(HTTPRedirectHandler):
    """A redirect is an answer like others."""

    def redirect_request(self, *_: object) -> None:
        return None


def paths() -> list[str]:
    """A page, a file for machines, a refusal, and the sound of a work that everybody may hear, if there is one."""
    track = Track.objects.listed().select_related("artist").first()
    media = track_media(track, ANYBODY) if track else None
    return ["/", RSL_PATH, f"/{new_uid()}", *([media.progressive] if media else [])]


def sent(path: str) -> Answer:
    """What the instance answers by itself, asked in this very process."""
    site = urlsplit(settings.BASE_URL)
    client = Client(raise_request_exception=False, headers={"host": site.netloc})
    response = client.get(path, secure=site.scheme == "https")
    response.close()
    return Answer(response.status_code, {name.lower(): value for name, value in response.headers.items()})


def arriving(url: str) -> Answer:
    request = Request(url, headers={"User-Agent": "libitum-check", "Accept-Language": "en"})  # noqa: S310 - http alone is let in
    try:
        response: HTTPResponse | HTTPError = build_opener(AsItComes).open(request, timeout=SECONDS)
    except HTTPError as error:
        response = error
    except (OSError, HTTPException, ValueError) as error:
        raise Unreachable(f"{url} does not answer ({error}).") from error
    with response:
        names = dict.fromkeys(name.lower() for name in response.headers)
        return Answer(response.status or 0, {name: ", ".join(response.headers.get_all(name, [])) for name in names})


def findings(base: str) -> Iterator[str]:
    """A sentence for each address under `base` whose answer lacks what the instance says, or says something else."""
    address = urlsplit(base)
    if address.scheme not in {"http", "https"} or not address.hostname:
        yield f"{base} is no address to ask: it begins with http:// or https://."
        return
    try:
        asked = paths()
    except DatabaseError:
        return  # another check says so
    for path in asked:
        url = f"{address.scheme}://{address.netloc}{path}"
        try:
            yield from differences(url, sent(path), arriving(url))
        except Unreachable as error:
            yield str(error)
            return


def differences(url: str, ours: Answer, theirs: Answer) -> Iterator[str]:
    if ours.status != theirs.status:
        yield f"{url} answers {theirs.status}, the instance itself {ours.status}."
        return
    dropped = sorted(set(ours.headers) - set(theirs.headers) - NOT_COMPARED)
    if dropped:
        yield f"{url} arrives without {', '.join(dropped)}: something in front of the instance drops them."
    for name in map(str.lower, HEADERS):
        own, arrived = ours.headers.get(name), theirs.headers.get(name)
        if arrived is not None and not says(own or "", arrived, joined=name in map(str.lower, JOINED)):
            yield f"{url} arrives with {name}: {arrived}, the instance itself says {own or 'nothing'}."


def says(own: str, arrived: str, *, joined: bool) -> bool:
    """A list may be longer than ours."""
    if joined:
        return bool(own) and set(own.split(", ")) <= set(arrived.split(", "))
    return own == arrived
