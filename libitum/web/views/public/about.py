from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from libitum.catalog.data import licences
from libitum.rights.batches import controller


def about(request: HttpRequest) -> HttpResponse:
    shown = [licence for licence in licences().values() if licence.url]
    return render(request, "web/public/about.html", {"licences": shown, "operator": controller()})
