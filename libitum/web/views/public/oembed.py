"""oEmbed 1.0 (oembed.com): what another site needs to show a work of ours."""

from http import HTTPStatus
from io import StringIO
from typing import Any
from urllib.parse import urlsplit
from xml.sax.xmlreader import AttributesImpl

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from libitum.catalog.data import licences
from libitum.catalog.models import Track
from libitum.web.sharing import EMBED_HEIGHT, EMBED_WIDTH, address_of, embed_code, picture_of
from libitum.web.xml import for_xml

from .embed import FRESH

PICTURE = 640  # pixels
FORMATS = ("json", "xml")


@require_safe
@conditional_page
@cache_control(public=True, max_age=FRESH)
def oembed(request: HttpRequest) -> HttpResponse:
    form = request.GET.get("format", "json")
    if form not in FORMATS:
        return sentence(_("Ask for format=json or format=xml."), HTTPStatus.NOT_IMPLEMENTED)
    if not request.GET.get("url"):
        return sentence(_("Say in “url” which track you mean."), HTTPStatus.BAD_REQUEST)
    track = listed_track_at(request.GET["url"])
    if track is None:
        return sentence(_("There is no public track at this address."), HTTPStatus.NOT_FOUND)
    try:
        answer = described(track, most(request, "maxwidth"), most(request, "maxheight"))
    except ValueError:
        return sentence(_("“maxwidth” and “maxheight” are whole numbers of pixels."), HTTPStatus.BAD_REQUEST)
    response = JsonResponse(answer) if form == "json" else HttpResponse(as_xml(answer), content_type="text/xml")
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def sentence(text: str, status: HTTPStatus) -> HttpResponse:
    return HttpResponse(f"{text}\n", status=status, content_type="text/plain; charset=utf-8")


def most(request: HttpRequest, name: str) -> int | None:
    """Raises ValueError."""
    value = request.GET.get(name)
    if value is None:
        return None
    number = int(value)
    if not 0 < number < 100_000:  # noqa: PLR2004 - no screen is larger
        raise ValueError(value)
    return number


def listed_track_at(url: str) -> Track | None:
    """The address of a track's page or of its embed; an address with a secret says nothing to third parties."""
    try:
        parts = urlsplit(url)
        match = resolve(parts.path)
    except (ValueError, Resolver404):
        return None
    if parts.netloc != urlsplit(settings.BASE_URL).netloc:
        return None
    listed = Track.objects.listed().select_related("artist", "artwork")
    if match.url_name == "track":
        return listed.filter(artist__slug=match.kwargs["artist"], slug=match.kwargs["slug"]).first()
    return listed.filter(uid=match.kwargs["uid"]).first() if match.url_name == "embed" else None


def described(track: Track, widest: int | None, highest: int | None) -> dict[str, Any]:
    width, height = min(EMBED_WIDTH, widest or EMBED_WIDTH), min(EMBED_HEIGHT, highest or EMBED_HEIGHT)
    answer = {
        "version": "1.0",
        "type": "rich",
        "title": track.title,
        "author_name": track.artist.name,
        "author_url": address_of(track.artist),
        "provider_name": settings.SITE_NAME,
        "provider_url": settings.BASE_URL + "/",
        "cache_age": FRESH,
        "html": str(embed_code(track, width=width, height=height)),
        "width": width,
        "height": height,
    }
    return {**answer, **thumbnail(track), **machine_use(track)}


def thumbnail(track: Track) -> dict[str, Any]:
    url = picture_of(track)
    if not url:
        return {}
    scale = min(1, PICTURE / max(track.artwork.width, track.artwork.height))
    return {
        "thumbnail_url": url,
        "thumbnail_width": round(track.artwork.width * scale),
        "thumbnail_height": round(track.artwork.height * scale),
    }


def machine_use(track: Track) -> dict[str, Any]:
    """What machines may do with what is shown, for the sites that show it; they may pass over what they don't know."""
    said = {name: value for name, value in track.policy.document.items() if value is not None}
    licence = licences()[track.licence].url
    return {**said, "license_url": licence} if licence else said


def as_xml(answer: dict[str, Any]) -> str:
    out = StringIO()
    xml = SimplerXMLGenerator(out, "utf-8")
    xml.startDocument()
    xml.startElement("oembed", AttributesImpl({}))
    for name, value in answer.items():
        xml.addQuickElement(name, for_xml(str(value)))
    xml.endElement("oembed")
    xml.endDocument()
    return out.getvalue()
