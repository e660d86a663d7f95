from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from libitum.catalog.search import search as search_catalogue
from libitum.rights.selectors.marks import with_marks
from libitum.web.asked import words_asked_for
from libitum.web.hiding import shows_generated
from libitum.web.rates import seldom

LONGEST_QUERY = 200


@seldom("search")
def search(request: HttpRequest) -> HttpResponse:
    query = words_asked_for(request, most=LONGEST_QUERY)
    results = search_catalogue(query, generated=shows_generated(request))
    with_marks(results.tracks)
    return render(request, "web/public/search.html", {"query": query, "results": results})
