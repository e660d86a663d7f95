"""`libitum crawlers`: an operator says whom robots.txt asks to stay away."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from libitum.crawlers.models import AgentChoice, AgentList, SignalSet
from libitum.crawlers.services import ensure_signals

pytestmark = pytest.mark.django_db


def crawlers(*arguments: str) -> str:
    out = StringIO()
    call_command("crawlers", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def prepared(db: None) -> None:
    ensure_signals()


@pytest.mark.usefixtures("prepared")
def test_what_is_listed_and_served(client: Client) -> None:
    rows = crawlers("list").splitlines()
    assert rows[:3] == ["training     closed", "assistants   closed", "previews     open"]
    assert len(rows) == 3 + 166
    assert [row.split() for row in rows if row.startswith("GPTBot ")] == [["GPTBot", "training", "closed"]]
    assert crawlers("show") == client.get("/robots.txt").content.decode()


@pytest.mark.usefixtures("prepared")
def test_every_write_says_what_it_changed(client: Client) -> None:
    assert "asked to stay away now: facebookexternalhit\n" in crawlers("switch", "previews", "closed")
    said = crawlers("open", "gptbot", "--why", "They pay.")
    assert said == "no longer asked: GPTBot\nVersion 3 of what machines are told is in force.\n"
    assert "chosen: They pay." in crawlers("list")
    assert crawlers("open", "GPTBot") == "Recorded. Nothing changes in what machines are told.\n"
    assert "asked to stay away now: MyOwnBot\n" in crawlers("close", "MyOwnBot")
    assert "asked to stay away now: GPTBot\n" in crawlers("reset", "GPTBot")
    assert "no longer asked: MyOwnBot\n" in crawlers("reset", "myownbot")
    assert not AgentChoice.objects.exists()


@pytest.mark.usefixtures("prepared")
def test_a_newer_list(tmp_path: Path, client: Client) -> None:
    file = tmp_path / "robots.json"
    file.write_text(json.dumps({"NewBot": {"function": "Training"}}))
    said = crawlers("update", str(file))
    assert "asked to stay away now: NewBot\n" in said
    assert "agents on the list: 1 instead of 166\n" in said
    assert AgentList.objects.get().source == "robots.json"
    assert "User-agent: NewBot\n" in client.get("/robots.txt").content.decode()


@pytest.mark.usefixtures("prepared")
def test_what_can_not_be_is_said_and_changes_nothing(tmp_path: Path) -> None:
    file = tmp_path / "bad.json"
    for text, sentence in ((b"[]", "no list"), (b"\xff", "no UTF-8"), (b" " * 1_000_001, "More than a megabyte")):
        file.write_bytes(text)
        with pytest.raises(CommandError, match=sentence):
            crawlers("update", str(file))
    with pytest.raises(CommandError, match="can't be read: No such file"):
        crawlers("update", str(tmp_path / "none.json"))
    with pytest.raises(CommandError, match="can't be the name"):
        crawlers("close", "a\nb")
    with pytest.raises(CommandError, match="There is no agent Nobody"):
        crawlers("reset", "Nobody")
    assert SignalSet.objects.count() == 1


def test_before_anything_is_served(db: None) -> None:
    with pytest.raises(CommandError, match="libitum prepare"):
        crawlers("show")
