"""Whole journeys as people make them: signed by their own devices, in three languages, by hand or by keys alone."""

import time
from collections.abc import Callable, Iterator

import pytest
from django.utils import translation
from django.utils.translation import gettext as _
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from conftest import PASSWORD
from libitum.accounts.models import User
from libitum.accounts.services import create_person
from libitum.catalog.models import Artist, Track
from libitum.catalog.services import create_artist, create_track, update_track
from libitum.export.tests.conftest import story, terms
from libitum.ledger.publishing import make_key_once
from libitum.rights.models import Statement, Word
from libitum.rights.selectors.marks import mark_of
from libitum.rights.tests.saying import accept, publish_terms
from libitum_verify.rights.vocabulary import texts_of

from .conftest import PATIENCE
from .test_accounts import VirtualKey, enrol
from .test_uses import used

__all__ = ["story", "terms", "used"]

LISTEN, VOICE = "train.analysis", "gen.train.voice"
MOST_CLICKS = 6
LOCALES = {"en": "en-GB", "fr": "fr-FR", "it": "it-IT"}
NAMES = {"en": "English", "fr": "Français", "it": "Italiano"}
# As many as a page has of what can be reached; whoever needs more has lost their way.
MOST_TABS = 120

Open = Callable[..., "Person"]


class Person:
    """Somebody before a browser of their own, who counts what they press."""

    def __init__(self, page: Page, language: str) -> None:
        self.page, self.language, self.clicks = page, language, 0

    def says(self, msgid: str) -> str:
        """What the site calls it in their language."""
        with translation.override(self.language):
            return _(msgid)

    def click(self, target: Locator) -> None:
        target.click()
        self.clicks += 1

    def press(self, target: Locator) -> None:
        """By keys alone."""
        self.tab_to(target)
        self.page.keyboard.press("Enter")

    def tab_to(self, target: Locator) -> None:
        target.wait_for(state="attached")
        for _tab in range(MOST_TABS):
            if target.evaluate("element => element === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        pytest.fail(f"no key leads to {target}")

    def switch(self, purpose: str, word: str) -> Locator:
        name = texts_of(self.language)[purpose]["name"]
        return self.page.get_by_role("radiogroup", name=name, exact=True).get_by_role("radio", name=word)

    def button(self, msgid: str) -> Locator:
        return self.page.get_by_role("button", name=self.says(msgid), exact=True)

    def choose(self, language: str) -> None:
        self.page.get_by_role("contentinfo").get_by_role("button", name=NAMES[language]).click()
        expect(self.page.locator("html")).to_have_attribute("lang", language)
        self.language = language

    def is_at(self, msgid: str) -> None:
        expect(self.page.get_by_role("heading", name=self.says(msgid), level=1, exact=True)).to_be_visible()
        expect(self.page.locator("html")).to_have_attribute("lang", self.language)

    def enter(self, user: User) -> None:
        """Signs in, and makes a passkey on a device of their own."""
        self.device = VirtualKey(self.page.context.new_cdp_session(self.page))
        self.page.goto("/accounts/login/")
        self.page.locator("[name=login]").fill(user.email)
        self.page.locator("[name=password]").fill(PASSWORD)
        self.page.keyboard.press("Enter")
        expect(self.page.get_by_text(user.name, exact=True).first).to_be_attached()
        enrol(self.page, "Phone")
        expect(self.page.get_by_role("heading", name="Recovery codes")).to_be_visible()


@pytest.fixture
def opened(browser: Browser, live_server: LiveServer) -> Iterator[Open]:
    contexts: list[BrowserContext] = []
    failures: list[str] = []

    def open_one(language: str = "en") -> Person:
        context = browser.new_context(base_url=live_server.url, locale=LOCALES[language])
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: failures.append(str(error)))
        return Person(page, language)

    yield open_one
    for context in contexts:
        context.close()
    assert failures == []


@pytest.fixture
def site(live_server: LiveServer, settings: Settings, db: None) -> None:
    """What is signed names the site as the browser sees it; new keys sign at once."""
    settings.BASE_URL = live_server.url
    settings.KEY_WAIT_HOURS = 0
    make_key_once()


@pytest.fixture
def trio(site: None) -> list[User]:
    people = [
        create_person(email=f"{name.lower()}@example.org", password=PASSWORD, name=name, is_adult=True)
        for name in ("Dora", "Elio", "Fay")
    ]
    accept(publish_terms(), *people)
    return people


@pytest.fixture
def page_of(trio: list[User]) -> Artist:
    made: Artist = create_artist(actor=trio[0], name="Dora D.")
    return made


@pytest.fixture
def twenty(page_of: Artist) -> list[Track]:
    return [
        create_track(actor=page_of.owner, artist=page_of, title=f"Study {n:02}", rights_basis="holder")
        for n in range(20)
    ]


@pytest.mark.parametrize("language", ["en", "fr", "it"])
def test_twenty_works_decided_and_signed_in_a_minute_and_few_clicks(
    opened: Open, twenty: list[Track], language: str
) -> None:
    artist = opened()
    artist.enter(twenty[0].artist.owner)
    artist.page.goto("/my/tracks")
    artist.choose(language)
    start = time.monotonic()
    artist.click(artist.page.get_by_role("link", name=artist.says("AI and my music")).first)
    artist.is_at("AI and my music")
    artist.click(artist.switch(LISTEN, "ad libitum").locator("xpath=.."))
    artist.click(artist.page.locator(".save-bar").get_by_role("button", name=artist.says("See what changes")))
    artist.is_at("What changes")
    artist.click(artist.button("Go on and sign"))
    artist.is_at("Sign your decision")
    artist.click(artist.button("Sign with my passkey"))
    artist.is_at("What I decided")
    assert time.monotonic() - start < 60
    assert artist.clicks <= MOST_CLICKS
    assert all(mark_of(track).answers[LISTEN].says_yes for track in twenty)
    assert Statement.objects.get().key is not None


def test_the_same_by_keys_alone(opened: Open, twenty: list[Track]) -> None:
    artist = opened()
    artist.enter(twenty[0].artist.owner)
    artist.page.goto("/my/tracks")
    artist.press(artist.page.get_by_role("link", name="AI and my music").first)
    artist.is_at("AI and my music")
    artist.tab_to(artist.switch(LISTEN, "tacet"))
    artist.page.keyboard.press("ArrowRight")
    expect(artist.switch(LISTEN, "ad libitum")).to_be_checked()
    artist.press(artist.page.locator(".save-bar").get_by_role("button", name="See what changes"))
    artist.is_at("What changes")
    artist.press(artist.button("Go on and sign"))
    artist.is_at("Sign your decision")
    artist.press(artist.button("Sign with my passkey"))
    artist.is_at("What I decided")
    assert all(mark_of(track).answers[LISTEN].says_yes for track in twenty)


def test_three_sign_with_their_own_devices_and_one_who_refuses_closes_it(
    opened: Open, trio: list[User], page_of: Artist
) -> None:
    study = create_track(actor=page_of.owner, artist=page_of, title="Trio", rights_basis="holder")
    rows: list[dict[str, object]] = [{"role": "performer", "name": page_of.name, "artist": page_of}]
    rows += [
        {"role": "vocals", "name": user.name, "artist": create_artist(actor=user, name=user.name)} for user in trio[1:]
    ]
    update_track(actor=page_of.owner, track=study, credits=rows)
    band = []
    for user in trio:
        assert not mark_of(study).is_open, "it needs the word of all three"
        person = opened()
        person.enter(user)
        if user != page_of.owner:
            person.page.goto("/my/ai/holdings")
            person.page.get_by_role("button", name="It is mine (Trio, Performance)").click()
            person.is_at("Trio")
        allow_voice(person, study)
        band.append(person)
    assert mark_of(study).is_open
    assert Statement.objects.values("key").distinct().count() == 3

    refusing = band[2]
    refusing.page.goto(f"/my/ai/tracks/{study.uid}")
    refusing.page.get_by_role("button", name="Withdraw now").click()
    expect(refusing.page.get_by_text("It is recorded and holds from now on.", exact=True)).to_be_visible()
    assert not mark_of(study).is_open
    for other in band[:2]:
        other.page.goto(f"/my/ai/tracks/{study.uid}")
        expect(other.page.get_by_text("Closed to generative AI.").first).to_be_visible()
        assert "Fay" not in other.page.locator("main").inner_text(), "who refused is nobody else's business"


def allow_voice(person: Person, track: Track) -> None:
    before = Word.objects.count()
    person.page.goto(f"/my/ai/tracks/{track.uid}")
    person.switch(VOICE, "ad libitum").check(force=True)
    person.page.locator(".save-bar").get_by_role("button", name="See what changes").click()
    person.button("Go on and sign").click()
    person.page.get_by_role("checkbox", name="I consent to the use of my voice and likeness").check()
    person.button("Sign with my passkey").click()
    person.is_at("What I decided")
    assert Word.objects.count() == before + 1


@pytest.mark.parametrize("language", ["en", "fr", "it"])
@pytest.mark.usefixtures("used")
def test_a_sceptic_with_keys_alone_gets_from_the_mark_to_a_use_that_is_proved(
    opened: Open, song: Track, language: str
) -> None:
    sceptic = opened(language)
    sceptic.page.goto(song.get_absolute_url())
    sceptic.press(sceptic.page.locator(".mark a"))
    sceptic.is_at("What AI may do")
    sceptic.press(
        sceptic.page.get_by_role("link", name=sceptic.says("What was done with it so far, each time with its proof"))
    )
    sceptic.is_at("What was done with it")
    sceptic.press(sceptic.page.locator(".list-rows a").first)
    expect(sceptic.page.locator("libitum-log-check")).to_have_attribute("data-state", "proved")
    proved = sceptic.says("The run stands in the log at this place, and the log signed it.")
    expect(sceptic.page.locator(".log-verdict")).to_contain_text(proved)
