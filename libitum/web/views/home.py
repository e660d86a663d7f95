from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from libitum.catalog.models import Track


def home(request: HttpRequest) -> HttpResponse:
    tracks = Track.objects.listed().select_related("artist", "artwork").order_by("-publish_at", "-pk")[:20]
    return render(request, "web/home.html", {"tracks": tracks})
