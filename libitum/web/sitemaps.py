"""Every public address, in maps of at most some thousand."""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import Model, QuerySet
from django.urls import reverse

from libitum.catalog.models import Artist, Release, Track

PER_MAP = 5000
PROTOCOL = urlsplit(settings.BASE_URL).scheme


class WorksMap(Sitemap[Model]):
    protocol = PROTOCOL
    limit = PER_MAP

    def lastmod(self, item: Any) -> datetime | None:
        return getattr(item, "updated_at", None)


class TracksMap(WorksMap):
    def items(self) -> "QuerySet[Track]":
        return Track.objects.listed().select_related("artist").order_by("pk")


class ReleasesMap(WorksMap):
    def items(self) -> "QuerySet[Release]":
        return Release.objects.listed().select_related("artist").order_by("pk")


class ArtistsMap(WorksMap):
    def items(self) -> "QuerySet[Artist]":
        return Artist.objects.listed().order_by("pk")


class PagesMap(Sitemap[str]):
    protocol = PROTOCOL

    def items(self) -> list[str]:
        return ["home", "about", "purposes", "terms", "terms-history", "policies"]

    def location(self, item: str) -> str:
        return reverse(item)


SITEMAPS: dict[str, type[Sitemap[Any]]] = {
    "pages": PagesMap,
    "tracks": TracksMap,
    "releases": ReleasesMap,
    "artists": ArtistsMap,
}
