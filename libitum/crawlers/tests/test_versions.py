"""What was signalled when: each version with its hash in the log."""

import hashlib
import json
from datetime import timedelta
from pathlib import Path

import pytest
import xmlschema
from django.conf import settings
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from libitum.crawlers.agents import BUNDLED, AgentListError, Category
from libitum.crawlers.models import Carrier, SignalSet
from libitum.crawlers.past import versions_on
from libitum.crawlers.selectors import current_set
from libitum.crawlers.services import ensure_signals, make_carriers, publish_signals, switch_category, update_agents
from libitum.ledger.models import Entry

pytestmark = pytest.mark.django_db


def test_each_version_is_in_the_log_under_its_hash(client: Client) -> None:
    ensure_signals()
    switch_category(category=Category.PREVIEWS, closed=True)
    first, second = SignalSet.objects.all()
    for version in (first, second):
        assert hashlib.sha256(version.document.encode()).hexdigest() == version.sha256
        assert (Path(settings.LEDGER_ROOT) / "files" / version.sha256).read_text() == version.document
        said = json.loads(bytes(Entry.objects.get(pk=version.entry_id).body))
        assert (said["number"], said["sha256"]) == (version.number, version.sha256)
    assert first.since < second.since
    assert [version.number for version in versions_on(first.since.date())] == [1, 2]
    assert versions_on(first.since.date() - timedelta(days=1)) == []


def test_what_is_served_is_what_is_on_record(client: Client) -> None:
    ensure_signals()
    files = json.loads(SignalSet.objects.get().document)["files"]
    assert len(files) == 4
    for path, text in files.items():
        assert client.get(path).content.decode() == text, path


def test_the_same_again_is_no_new_version() -> None:
    ensure_signals()
    publish_signals()
    update_agents(text=BUNDLED.read_text())
    assert SignalSet.objects.count() == 1


def test_another_address_of_the_instance_is(settings: pytest.FixtureRequest) -> None:
    ensure_signals()
    settings.CONTACT_EMAIL = "rights@example.org"  # type: ignore[attr-defined]
    ensure_signals()
    assert SignalSet.objects.count() == 2
    assert "mailto:rights@example.org" in Carrier.objects.get(path="/policies/tdm/1").body


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no JSON"),
        ("[" * 100_000, "no JSON"),
        ("[]", "no list"),
        ("{}", "no list"),
        ('{"Bot\\nAllow: /": {}}', "can't be the name"),
        ('{"Bot": 3}', "no object"),
        (json.dumps({f"Bot{n}": {} for n in range(5001)}), "too many"),
    ],
)
def test_a_bad_list_changes_nothing(text: str, words: str) -> None:
    ensure_signals()
    with pytest.raises(AgentListError, match=words):
        update_agents(text=text)
    assert SignalSet.objects.count() == 1


def test_a_newer_list_is_said_at_once(client: Client) -> None:
    ensure_signals()
    text = json.dumps({"NewBot": {"operator": "[New](https://example.org)", "respect": "Yes", "function": "Training"}})
    update_agents(text=text, source="robots.json")
    assert "User-agent: NewBot\n" in client.get("/robots.txt").content.decode()
    assert "GPTBot" not in client.get("/robots.txt").content.decode()
    current = current_set()
    assert current is not None
    assert current.number == 2


@pytest.mark.parametrize("path", ["/robots.txt", "/rsl.xml", "/.well-known/tdmrep.json", "/policies/tdm/1"])
def test_one_query_and_cacheable(
    client: Client, path: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    make_carriers()
    with django_assert_max_num_queries(1):
        response = client.get(path)
    assert "public" in response["Cache-Control"]
    assert client.get(path, headers={"If-None-Match": response["ETag"]}).status_code == 304


def test_before_anything_is_prepared_all_is_closed(client: Client) -> None:
    response = client.get("/robots.txt")
    assert response.status_code == 503
    assert response.content == b"This instance is not prepared yet.\n"


def test_rsl_is_of_its_form(client: Client) -> None:
    make_carriers()
    schema = xmlschema.XMLSchema(Path(__file__).with_name("rsl-1.0.xsd"))
    schema.validate(client.get("/rsl.xml").content.decode())
    with pytest.raises(xmlschema.XMLSchemaValidationError):
        schema.validate(client.get("/rsl.xml").content.decode().replace("ai-all", "ai-everything"))


def test_the_policy_is_an_offer_of_tdmrep(client: Client) -> None:
    make_carriers()
    offer = client.get("/policies/tdm/1").json()
    assert offer["@context"] == ["http://www.w3.org/ns/odrl.jsonld", "http://www.w3.org/ns/tdmrep.jsonld"]
    assert (offer["@type"], offer["profile"]) == ("Offer", "http://www.w3.org/ns/tdmrep")
    assert offer["assigner"]["vcard:fn"]
    assert [(each["action"], each["duty"]) for each in offer["permission"]] == [
        ("tdm:mine", [{"action": "obtainConsent"}])
    ]
