"""The operator's list of AI agents: seen, switched, chosen from, brought up to date."""

import html
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponseBase
from django.test import Client
from django.test.utils import CaptureQueriesContext

from libitum.crawlers.agents import BUNDLED
from libitum.crawlers.models import AgentChoice, AgentList, CategorySwitch, SignalSet
from libitum.crawlers.services import ensure_signals

pytestmark = [pytest.mark.of_sqlite, pytest.mark.django_db]
ADDRESS = "/operator/crawlers"
NEWER = {
    "GPTBot": {"operator": "OpenAI", "respect": "Yes", "function": "AI Assistants"},
    "NewBot": {"operator": "[New](https://example.org)", "respect": "Yes", "function": "Training"},
}


@pytest.fixture(autouse=True)
def prepared(db: None) -> None:
    ensure_signals()


def words(answer: HttpResponseBase, status: int = 200) -> str:
    assert answer.status_code == status, answer.status_code
    return html.unescape(answer.getvalue().decode())


def post(client: Client, what: str, status: int = 200, **fields: object) -> str:
    return words(client.post(f"{ADDRESS}/{what}", fields, follow=True), status)


def robots(client: Client) -> str:
    return client.get("/robots.txt").content.decode()


def file(text: str | bytes, name: str = "robots.json") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode() if isinstance(text, str) else text, "application/json")


def test_every_agent_with_what_is_known_of_it(as_mona: Client) -> None:
    page = words(as_mona.get(ADDRESS))
    assert page.count('<li class="crawler-row') == 166
    assert "166 agents" in page
    for name in ("Training and collecting", "AI search and assistants", "Link previews"):
        assert f"<h3>{name}</h3>" in page
    row = page.partition("<h4>GPTBot</h4>")[2].partition("</li>")[0]
    assert "OpenAI" in row
    assert "Yes" in row
    assert "asked to stay away" in row
    assert robots(as_mona) in page


def test_a_filter_by_category_and_words(as_mona: Client) -> None:
    assert words(as_mona.get(f"{ADDRESS}?category=previews")).count('<li class="crawler-row') == 1
    assert words(as_mona.get(f"{ADDRESS}?q=gptb")).count('<li class="crawler-row') == 1
    assert "There is none like this." in words(as_mona.get(f"{ADDRESS}?q=nobody-at-all"))
    assert words(as_mona.get(f"{ADDRESS}?category=none&q=%00")).count('<li class="crawler-row') == 166


def test_a_switch_of_a_category(as_mona: Client) -> None:
    page = post(as_mona, "category", category="previews", closed="yes")
    assert "Asked to stay away from now on: facebookexternalhit." in page
    assert "Version 2 of what machines are told is in force." in page
    assert "User-agent: facebookexternalhit\n" in robots(as_mona)
    page = post(as_mona, "category", category="previews", closed="yes")
    assert "Nothing changes in what machines are told." in page
    assert SignalSet.objects.count() == 2


@pytest.mark.parametrize("fields", [{}, {"category": "all", "closed": "yes"}, {"category": "previews", "closed": "1"}])
def test_a_switch_of_nothing_is_refused(as_mona: Client, fields: dict[str, str]) -> None:
    assert "Nothing was changed." in post(as_mona, "category", 422, **fields)
    assert not CategorySwitch.objects.exists()


def test_a_choice_for_one_agent_and_back(as_mona: Client) -> None:
    page = post(as_mona, "agent?q=gptbot", name="gptbot", treatment="open", why="They pay.")
    assert "No longer asked to stay away: GPTBot." in page
    assert "They pay." in page
    # Whoever had filtered still sees the row.
    assert page.count('<li class="crawler-row') == 1
    assert AgentChoice.objects.get().name == "GPTBot"
    assert "User-agent: GPTBot\n" not in robots(as_mona)
    assert "Asked to stay away from now on: GPTBot." in post(as_mona, "agent", name="GPTBot", treatment="")
    assert not AgentChoice.objects.exists()


def test_an_agent_of_ones_own(as_mona: Client) -> None:
    assert "Asked to stay away from now on: MyOwnBot." in post(as_mona, "agent", name="MyOwnBot", treatment="closed")
    assert "not on the list: added here" in words(as_mona.get(f"{ADDRESS}?q=myown"))
    assert "User-agent: MyOwnBot\n" in robots(as_mona)
    assert "No longer asked to stay away: MyOwnBot." in post(as_mona, "agent", name="MyOwnBot", treatment="")
    assert "There is none like this." in words(as_mona.get(f"{ADDRESS}?q=myown"))


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": ""}, "An agent needs a name."),
        ({"name": "Bot\nAllow: /"}, "can't be the name of an agent"),
        ({"name": "Bot # x"}, "can't be the name of an agent"),
        ({"name": "x" * 81}, "at most 80 characters"),
        ({"name": "Own", "treatment": "maybe"}, "Select a valid choice"),
        ({"name": "Own", "treatment": "closed", "why": "y" * 201}, "at most 200 characters"),
        ({"name": "GPTBot", "treatment": "closed", "why": "y" * 201}, "at most 200 characters"),
    ],
)
def test_what_is_no_agent_is_answered_with_a_sentence_and_stays_typed(
    as_mona: Client, fields: dict[str, str], sentence: str
) -> None:
    page = post(as_mona, "agent", 422, **{"treatment": "closed", **fields})
    assert sentence in page
    assert f'value="{fields["name"]}"' in page
    assert fields.get("why", "") in page
    assert not AgentChoice.objects.exists()


def test_a_newer_list_is_first_shown_and_then_used(as_mona: Client) -> None:
    # Line ends as they are in the file: its hash must stay its own.
    text = json.dumps(NEWER, indent=1) + "\n"
    page = post(as_mona, "list", list=file(text))
    assert "names 2 agents. Nothing is changed yet." in page
    assert "NewBot" in page.partition('id="new"')[2].partition("</section>")[0]
    assert "CCBot" in page.partition('id="gone"')[2].partition("</section>")[0]
    assert "GPTBot" in page.partition('id="moved"')[2].partition("</section>")[0]
    assert not AgentList.objects.exists()
    # As a browser sends it back.
    sent = json.dumps(text, ensure_ascii=False)
    page = post(as_mona, "list", text=sent, source="robots.json", do="confirm")
    assert "Asked to stay away from now on: NewBot." in page
    assert "The list names 2 agents instead of 166." in page
    assert "In use: robots.json" in page
    assert AgentList.objects.get().text == text
    assert "User-agent: NewBot\n" in robots(as_mona)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Choose a file first."),
        ({"list": file(b"\xff\xfe")}, "This is no JSON file."),
        ({"list": file("{}")}, "This is no list of agents"),
        ({"list": file('{"Bot\\nAllow: /": {}}')}, "can't be the name"),
        ({"list": file(b" " * 1_000_001)}, "More than a megabyte"),
        ({"text": "3", "do": "confirm"}, "isn't the list that was shown"),
        ({"text": '"\\ud800"', "do": "confirm"}, "isn't the list that was shown"),
        ({"text": "{", "do": "confirm"}, "isn't the list that was shown"),
    ],
)
def test_a_bad_list_changes_nothing(as_mona: Client, fields: dict[str, object], sentence: str) -> None:
    assert sentence in post(as_mona, "list", 422, **fields)
    assert not AgentList.objects.exists()


def test_halves_of_characters_in_a_list_break_no_page(as_mona: Client) -> None:
    text = '{"Bot": {"operator": "A \\ud83d company", "function": "\\ud800"}}'
    post(as_mona, "list", list=file(text))
    post(as_mona, "list", text=json.dumps(text), source="x", do="confirm")
    assert "A ? company" in words(as_mona.get(ADDRESS))


def test_the_same_list_again_changes_nothing(as_mona: Client) -> None:
    text = BUNDLED.read_text(encoding="utf-8")
    page = post(as_mona, "list", text=json.dumps(text), source="robots.json", do="confirm")
    assert "Nothing changes in what machines are told." in page


def test_for_everybody_else_it_is_not_there(client: Client, as_alice: Client) -> None:
    for each in (client, as_alice):
        assert each.get(ADDRESS).status_code == 404
        assert each.post(f"{ADDRESS}/category", {"category": "previews", "closed": "yes"}).status_code == 404
        assert each.post(f"{ADDRESS}/agent", {"name": "GPTBot", "treatment": "open"}).status_code == 404
        assert each.post(f"{ADDRESS}/list").status_code == 404
    assert SignalSet.objects.count() == 1


def test_what_it_costs(as_mona: Client) -> None:
    as_mona.get(ADDRESS)
    with CaptureQueriesContext(connection) as queries:
        as_mona.get(ADDRESS)
    assert len(queries) <= 9, [query["sql"] for query in queries]
