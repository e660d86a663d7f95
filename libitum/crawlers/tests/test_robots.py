"""robots.txt as two kinds of readers understand it: Python's own (first match) and Protego (longest match)."""

from urllib.robotparser import RobotFileParser

import pytest
from django.conf import settings
from django.test import Client
from protego import Protego

from libitum.crawlers.agents import Category, bundled_agents
from libitum.crawlers.models import Treatment
from libitum.crawlers.robots import OpenWork, robots_txt
from libitum.crawlers.services import choose_for_agent, ensure_signals, switch_category

BASE = settings.BASE_URL
WELCOME = (
    "Googlebot", "Bingbot", "DuckDuckBot", "YandexBot", "Qwantbot", "MojeekBot", "SeznamBot", "archive.org_bot",
    "Slackbot", "Twitterbot",
)  # fmt: skip
PLACES = ("/", "/ada-ferrante", "/ada-ferrante/first-light", "/media/t/abc/def/progressive.mp3", "/api/v1/tracks")
CLOSED_TO_ALL = ("/media/k/abc/t/x/y/z.mp3", "/my/tracks", "/accounts/login", "/search?q=x", "/upload")


def readers(text: str) -> tuple[RobotFileParser, Protego]:
    plain = RobotFileParser()
    plain.parse(text.splitlines())
    return plain, Protego.parse(text)


def may(text: str, agent: str, path: str) -> bool:
    """Both say the same."""
    plain, longest = readers(text)
    first, second = plain.can_fetch(agent, BASE + path), longest.can_fetch(BASE + path, agent)
    assert first == second, (agent, path, first, second)
    return first


@pytest.fixture
def served(db: None, client: Client) -> str:
    ensure_signals()
    return client.get("/robots.txt").content.decode()


def test_every_agent_of_the_list_is_told_what_its_category_says(served: str) -> None:
    plain, longest = readers(served)
    assert len(bundled_agents()) == 166
    for agent in bundled_agents():
        welcome = agent.category is Category.PREVIEWS
        for path in PLACES:
            assert plain.can_fetch(agent.name, BASE + path) is welcome, (agent, path)
            assert longest.can_fetch(BASE + path, agent.name) is welcome, (agent, path)


@pytest.mark.parametrize("bot", WELCOME)
def test_others_are_welcome_where_everybody_is(served: str, bot: str) -> None:
    assert all(may(served, bot, path) for path in PLACES)
    assert not any(may(served, bot, path) for path in CLOSED_TO_ALL)


def test_who_stays_away_may_read_why(served: str) -> None:
    for path in ("/policies/", "/rsl.xml", "/.well-known/tdmrep.json"):
        assert may(served, "GPTBot", path)


def test_every_group_says_how_music_may_be_used(served: str) -> None:
    groups = [group for group in served.split("\n\n") if "User-agent" in group]
    assert len(groups) == 2
    for group in groups:
        assert "Content-Usage: train-ai=n" in group
        assert "ai-train=no" in group
    assert f"License: {BASE}/rsl.xml" in served
    assert f"Sitemap: {BASE}/sitemap.xml" in served


def test_an_open_work_is_open_and_no_other() -> None:
    text = robots_txt(["GPTBot"], [OpenWork("abc", "/ada/song")])
    _plain, longest = readers(text)
    for path in ("/ada/song", "/media/t/abc/m/progressive.mp3", "/embed/abc", "/api/v1/tracks/abc"):
        assert longest.can_fetch(BASE + path, "GPTBot"), path
    for path in ("/ada/song-two", "/ada/songs", "/ada", "/embed/abcd", "/media/t/abcd/m/x.mp3", "/api/v1/tracks/abcd"):
        assert not longest.can_fetch(BASE + path, "GPTBot"), path
        assert not may(text, "GPTBot", path)
    # Python's own reader knows no end of a path and stays away: on the safe side.
    assert may(text, "GPTBot", "/media/t/abc/m/progressive.mp3")


def test_a_switch_of_the_operator(db: None, client: Client) -> None:
    ensure_signals()
    switch_category(category=Category.ASSISTANTS, closed=False)
    text = client.get("/robots.txt").content.decode()
    assert may(text, "ChatGPT-User", "/ada")
    assert not may(text, "GPTBot", "/ada")
    choose_for_agent(name="ChatGPT-User", treatment=Treatment.CLOSED)
    choose_for_agent(name="MyOwnBot", treatment=Treatment.CLOSED)
    choose_for_agent(name="GPTBot", treatment=Treatment.OPEN)
    text = client.get("/robots.txt").content.decode()
    assert not may(text, "ChatGPT-User", "/ada")
    assert not may(text, "MyOwnBot", "/ada")
    assert may(text, "GPTBot", "/ada")
    choose_for_agent(name="GPTBot", treatment=None)
    assert not may(client.get("/robots.txt").content.decode(), "GPTBot", "/ada")


def test_it_is_never_longer_than_readers_must_read_and_what_is_not_named_stays_closed() -> None:
    works = [OpenWork(f"uid{number:013}", f"/ada-ferrante/été-{number}") for number in range(2_000)]
    text = robots_txt(["GPTBot", "CCBot"], works)
    assert 499 * 1024 < len(text.encode()) <= 500 * 1024
    named = text.count("\nAllow: /media/t/uid")
    assert 400 < named < 2_000
    for number in (0, named - 1):
        assert may(text, "GPTBot", f"/media/t/uid{number:013}/x/progressive.mp3")
    assert not may(text, "GPTBot", f"/media/t/uid{named:013}/x/progressive.mp3")
    assert text.count("train-ai=y") == 2 * len(works[0].paths) * named
    assert not may(text, "GPTBot", "/")
    assert may(text, "Googlebot", "/ada-ferrante")
    assert not may(text, "Googlebot", "/my/tracks")
    assert text.endswith(f"Sitemap: {BASE}/sitemap.xml\n")


def test_without_anybody_asked_to_stay_away_more_works_fit() -> None:
    works = [OpenWork(f"uid{number:013}", f"/a/{number}") for number in range(3_000)]
    text = robots_txt([], works)
    assert 499 * 1024 < len(text.encode()) <= 500 * 1024
    assert text.count("train-ai=y") > robots_txt(["GPTBot"], works).count("train-ai=y") / 2
