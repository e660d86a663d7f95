"""Redirects as the site's scripts get them."""

from http import HTTPStatus

import pytest
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.test import RequestFactory

from libitum.web.navigation import NavigationMiddleware


def answer(response: HttpResponse, *, from_scripts: bool) -> HttpResponse:
    def view(request: HttpRequest) -> HttpResponse:
        return response

    headers = {"X-Libitum-Navigation": "1"} if from_scripts else {}
    return NavigationMiddleware(view)(RequestFactory().get("/", headers=headers))


@pytest.mark.parametrize("kind", [HttpResponseRedirect, HttpResponsePermanentRedirect])
@pytest.mark.parametrize("address", ["/paniq/contemplation#comment-7", "https://elsewhere.example/"])
def test_scripts_get_the_whole_address_in_a_header(kind: type[HttpResponseRedirect], address: str) -> None:
    response = answer(kind(address), from_scripts=True)
    assert response.status_code == HTTPStatus.NO_CONTENT
    assert response.headers["X-Libitum-Location"] == address
    assert response.headers["Cache-Control"] == "no-store"
    assert "Location" not in response.headers


def test_cookies_set_by_the_redirect_are_kept() -> None:
    redirect = HttpResponseRedirect("/")
    redirect.set_cookie("sessionid", "new", httponly=True)
    cookie = answer(redirect, from_scripts=True).cookies["sessionid"]
    assert (cookie.value, cookie["httponly"]) == ("new", True)


def test_browsers_get_the_redirect_itself() -> None:
    response = answer(HttpResponseRedirect("/elsewhere"), from_scripts=False)
    assert (response.status_code, response.headers["Location"]) == (HTTPStatus.FOUND, "/elsewhere")


def test_anything_but_a_redirect_passes_unchanged() -> None:
    page = HttpResponse("page")
    assert answer(page, from_scripts=True) is page
