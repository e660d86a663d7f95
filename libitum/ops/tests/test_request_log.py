import logging
import sqlite3

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from .conftest import Lines


def breaks(request: HttpRequest, secret: str) -> HttpResponse:
    raise sqlite3.IntegrityError("bob@example.org stands there already")


def works(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


urlpatterns = [
    path("broken/s/<secret>", breaks, name="broken"),
    path("search", works, name="search"),
    path("healthz", works, name="healthz"),
]
pytestmark = pytest.mark.urls("libitum.ops.tests.test_request_log")


def test_a_request_is_one_line_with_route_status_and_time(client: Client, log_lines: Lines) -> None:
    response = client.get("/search?q=my+illness", REMOTE_ADDR="203.0.113.9")
    (line,) = [line for line in log_lines() if line["message"] == "request"]
    assert line["method"] == "GET"
    assert line["route"] == "search"
    assert line["status"] == response.status_code
    assert isinstance(line["duration_ms"], float)
    assert line["request_id"] == response["X-Request-ID"]
    assert line["logger"] == "libitum.request"
    assert "illness" not in str(line)
    assert "203.0.113.9" not in str(line)


def test_probes_are_not_logged(client: Client, log_lines: Lines) -> None:
    assert client.get("/healthz").status_code == 200
    assert [line for line in log_lines() if line["message"] == "request"] == []


def test_a_crash_is_logged_by_route_without_path_address_or_people(log_lines: Lines) -> None:
    client = Client(raise_request_exception=False)
    client.get("/broken/s/kq3vR8sT?key=hidden", REMOTE_ADDR="203.0.113.9")
    lines = log_lines()
    (crash,) = [line for line in lines if line["level"] == "ERROR"]
    assert crash["route"] == "broken"
    assert crash["request_id"] == lines[-1]["request_id"]
    for secret in ("kq3vR8sT", "hidden", "bob@example.org", "203.0.113.9"):
        assert secret not in str(lines)
    assert "IntegrityError" in str(crash["exc_info"])


def test_whatever_is_attached_to_a_record_is_plain_or_left_out(log_lines: Lines) -> None:
    logging.getLogger("somewhere").warning(
        "mail to %s", "bob@example.org", extra={"who": object(), "where": "10.0.0.1"}
    )
    (line,) = log_lines()
    assert (line["message"], line["who"], line["where"]) == ("mail to [e-mail]", "<object>", "[address]")
