import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.test import Client, RequestFactory

from libitum.web.errors import ErrorPageMiddleware
from libitum.web.views.public.errors import SENTENCES, bad_request, forbidden, server_error

from .pages import Reader, read


def test_what_is_not_there_is_a_page_of_the_site(client: Client, db: None) -> None:
    page = read(client, "/nobody/nothing", status=404)
    assert "Nothing sounds at this address." in page.text
    assert "/search" in page.hrefs
    assert page.meta("robots") == "noai, noimageai, noindex"


def test_a_wrong_method_is_a_page_and_keeps_its_header(client: Client, db: None) -> None:
    response = client.get("/theme")
    assert response.status_code == 405
    assert response.headers["Allow"] == "POST"
    assert "Not in this way." in response.content.decode()


def test_programs_are_left_to_their_own_formats(client: Client, db: None) -> None:
    assert b"<html" not in client.post("/oembed").content


@pytest.mark.parametrize("status", sorted(SENTENCES))
def test_every_bare_refusal_gets_its_sentence(status: int, db: None) -> None:
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse(status=status, headers={"Retry-After": "60"})

    response = ErrorPageMiddleware(view)(RequestFactory().get("/somewhere"))
    assert isinstance(response, HttpResponse)
    assert (response.status_code, response.headers["Retry-After"]) == (status, "60")
    page = Reader()
    page.feed(response.content.decode())
    assert str(SENTENCES[status].text) in page.text


def test_pages_that_say_something_themselves_stay_as_they_are() -> None:
    own = HttpResponseNotAllowed(["POST"], b"own words")
    assert ErrorPageMiddleware(lambda _request: own)(RequestFactory().get("/")) is own


def test_no_words_of_exceptions_are_shown_but_our_own(rf: RequestFactory, db: None) -> None:
    assert b"/etc/passwd" not in bad_request(rf.get("/"), ValueError("/etc/passwd")).content
    assert b"Only the artist" in forbidden(rf.get("/"), PermissionDenied("Only the artist can change this.")).content


def test_a_form_from_elsewhere_is_refused_in_words(db: None) -> None:
    response = Client(enforce_csrf_checks=True).post("/theme", {"theme": "dark"})
    assert response.status_code == 403
    assert "Nothing was changed" in response.content.decode()


def test_when_something_breaks_the_page_stands_without_a_database(rf: RequestFactory) -> None:
    """No `db` fixture: a query would fail this test."""
    response = server_error(rf.get("/"))
    assert response.status_code == 500
    body = response.content.decode()
    assert "A wrong note." in body
    assert settings.STATIC_URL + "web/css/tokens.css" in body
