"""What surrounds every operation."""

import json
import logging

import pytest
from django.test import Client

from libitum.accounts.models import User
from libitum.catalog.models import Track

from .programs import fields_of, program_of


def test_head_is_get_without_the_body(client: Client, song: Track) -> None:
    get, head = client.get("/api/v1/tracks"), client.head("/api/v1/tracks")
    assert head.status_code == 200
    assert head.content == b""
    assert head["Content-Length"] == get["Content-Length"]


@pytest.mark.parametrize("path", ["/api/v1/nothing", "/api/", "/api/v1/", "/api/v2/tracks", "/api/v1/tracks/NOT-A-UID"])
def test_addresses_that_dont_exist_are_said_to_in_the_same_form(client: Client, path: str) -> None:
    response = client.get(path)
    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")


def test_a_method_that_isnt_taken_is_refused_with_those_that_are(client: Client, song: Track) -> None:
    response = client.put(f"/api/v1/tracks/{song.uid}")
    assert response.status_code == 405
    assert set(response["Allow"].split(", ")) == {"GET", "PATCH", "DELETE"}
    assert response["Content-Type"] == "application/problem+json"


def test_other_sites_may_read_and_nothing_else(client: Client, song: Track) -> None:
    preflight = client.options("/api/v1/tracks")
    assert preflight["Access-Control-Allow-Methods"] == "GET, HEAD"
    assert "Access-Control-Allow-Origin" not in client.post("/api/v1/tracks", {}, "application/json")


@pytest.mark.parametrize("body", ["", "{", "[]", "null", '"x"', '{"title": NaN}', "{" * 5000, '{"title": "\\ud800"}'])
def test_a_body_that_cant_be_read_is_said_to_be(alice: User, song: Track, body: str) -> None:
    client = program_of(alice, "works").client
    response = client.patch(f"/api/v1/tracks/{song.uid}", body, "application/json")
    assert response.status_code in {400, 422}
    assert response["Content-Type"] == "application/problem+json"


def test_a_body_that_is_too_large_is_said_to_be(alice: User, song: Track) -> None:
    response = program_of(alice, "works").patch(f"/tracks/{song.uid}", description="x" * 3_000_000)
    assert (response.status_code, response["Content-Type"]) == (413, "application/problem+json")
    assert b"2.5" in response.content


def test_a_body_of_another_kind_is_not_taken_for_an_empty_one(alice: User, song: Track) -> None:
    client = program_of(alice, "works").client
    response = client.patch(f"/api/v1/tracks/{song.uid}", "title=x", "application/x-www-form-urlencoded")
    assert response.status_code in {400, 415, 422}


def test_a_word_of_the_query_that_isnt_known_is_refused(client: Client, song: Track) -> None:
    assert fields_of(client.get("/api/v1/tracks?artits=x")) == {"artits"}  # type: ignore[arg-type]


def test_a_fault_of_ours_tells_nothing_of_itself(
    song: Track, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*args: object) -> None:
        raise RuntimeError("the password is swordfish")

    monkeypatch.setattr("libitum.api.routers.tracks.track_document", broken)
    with caplog.at_level(logging.ERROR):
        response = Client(raise_request_exception=False).get(f"/api/v1/tracks/{song.uid}")
    assert (response.status_code, response.json()["code"]) == (500, "fault")
    assert b"swordfish" not in response.content
    assert "A fault in the API." in caplog.text


def test_refusals_speak_the_language_asked_for(client: Client, db: None) -> None:
    response = client.get("/api/v1/me", headers={"Accept-Language": "it"})
    assert response["Content-Language"] == "it"


def test_the_description_names_what_every_operation_answers(client: Client) -> None:
    schema = json.loads(client.get("/api/v1/openapi.json").content)
    assert schema["openapi"].startswith("3.1")
    operations = [operation for item in schema["paths"].values() for operation in item.values()]
    assert len(operations) > 30
    for operation in operations:
        assert "application/problem+json" in operation["responses"]["default"]["content"]
        assert operation["summary"]
    assert len({operation["operationId"] for operation in operations}) == len(operations)


def test_the_page_of_the_description_needs_no_other_site(client: Client) -> None:
    page = client.get("/api/v1/docs").content.decode()
    assert "https://" not in page
    assert "swagger-ui-bundle" in page
