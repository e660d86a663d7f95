"""Pages that cost much to make, and how often one may ask for them."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from libitum.accounts.models import User
from libitum.common.limits import left, seconds_left
from libitum.common.network import pseudonym

View = Callable[..., HttpResponseBase]


def seldom(kind: str) -> Callable[[View], View]:
    """`kind`: of settings.RATES. An account is counted, or else a hash of the address."""

    def limited(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
            return view(request, *args, **kwargs) if left(kind, who(request)) >= 0 else too_often(request)

        return answer

    return limited


def who(request: HttpRequest) -> str:
    if isinstance(request.user, User):
        return f"user-{request.user.pk}"
    return pseudonym(request.META.get("REMOTE_ADDR", ""))


def too_often(request: HttpRequest) -> HttpResponseBase:
    response = render(request, "429.html", status=HTTPStatus.TOO_MANY_REQUESTS)
    response["Retry-After"] = str(seconds_left())
    return response
