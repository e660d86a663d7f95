"""Terms and purposes for programs."""

from django.test import Client

from libitum.accounts.models import User
from libitum.rights.models import Acceptance, TermsVersion
from libitum.rights.services.purposes import publish_purposes
from libitum.rights.services.terms import ensure_first_version
from libitum.rights.tests.versions import announced, shipped
from libitum_verify.rights.vocabulary import vocabulary

JSON = "application/json"


def test_the_list_of_purposes_has_the_texts_of_the_language(client: Client, db: None) -> None:
    row = publish_purposes()
    answer = client.get("/api/v1/purposes", headers={"Accept-Language": "it"}).json()
    assert (answer["version"], answer["sha256"], len(answer["items"])) == (1, row.sha256, len(vocabulary().purposes))
    voice = next(item for item in answer["items"] if item["id"] == "gen.train.voice")
    assert (voice["starts_as"], voice["personal"], voice["roles"]) == ("O", True, ["performer", "recording"])
    assert voice["name"] == "Addestrare modelli sulla mia voce"


def test_versions_with_their_texts_and_what_they_change(client: Client, db: None) -> None:
    ensure_first_version()
    version = announced(shipped(clause={"disc.search": "O"}))
    listed = client.get("/api/v1/terms").json()
    assert (listed["current"], listed["accepted"]) == (1, None)
    assert [(row["number"], row["state"]) for row in listed["items"]] == [(2, "announced"), (1, "effective")]
    answer = client.get("/api/v1/terms/2").json()
    assert answer["sha256"] == version.sha256
    assert [text["language"] for text in answer["texts"]] == ["en", "fr", "it"]
    assert answer["changes"] == [{"purpose": "disc.search", "before": "D", "after": "O", "widened": False}]
    assert answer["needs_acceptance"] is False
    assert client.get("/api/v1/terms/3").status_code == 404


def test_a_yes_is_said(as_bob: Client, bob: User, db: None) -> None:
    version = ensure_first_version()
    for body, status in (({}, 422), ({"yes": False}, 422), ({"yes": True, "language": "xx"}, 422)):
        answer = as_bob.post("/api/v1/terms/1/acceptances", body, content_type=JSON)
        assert answer.status_code == status
    assert not Acceptance.objects.exists()
    answer = as_bob.post("/api/v1/terms/1/acceptances", {"yes": True, "language": "fr"}, content_type=JSON)
    assert answer.status_code == 201
    said = Acceptance.objects.get()
    assert (said.user, said.version, said.language, said.how) == (bob, version, "fr", "api")
    assert as_bob.get("/api/v1/terms").json()["accepted"] == 1


def test_an_altered_text_is_not_given_out(client: Client, as_bob: Client, db: None) -> None:
    ensure_first_version()
    TermsVersion.objects.update(summary="Other words")
    for answer in (
        client.get("/api/v1/terms/1"),
        as_bob.post("/api/v1/terms/1/acceptances", {"yes": True}, content_type=JSON),
    ):
        assert (answer.status_code, answer.json()["code"]) == (503, "altered")
