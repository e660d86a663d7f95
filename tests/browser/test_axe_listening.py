"""What machines that listen leave to be seen: the gate as staff see it, a work's tempo and key as its artist does."""

from collections.abc import Iterator
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from libitum.accounts.models import User
from libitum.analysis.models import Correction, Hearing, State
from libitum.analysis.services.listening import work_on_next
from libitum.catalog.models import Artist, Track
from libitum.catalog.services import create_track
from libitum.ledger.publishing import make_key_once
from libitum.rights import gate
from libitum.rights.gate.registering import register_own_engines
from libitum.rights.gate.tests import world

from .people import sign_in_at_once
from .test_axe_desk import DESK, PHONE, faults_in
from .test_axe_public import LONG, Scheme, window
from .test_uses import pictures


@pytest.fixture
def listening(song: Track, charlie: User) -> None:
    """An engine of this site's own that may hear music whose holders accepted terms."""
    make_key_once()
    register_own_engines()
    world.put_terms_in_force(song.artist.owner, charlie)


@pytest.fixture
def heard(listening: None, song: Track) -> Track:
    world.sound(song, data=world.music())
    while work_on_next():
        pass
    assert Hearing.objects.get(track=song).state == State.DONE
    return song


@pytest.fixture
def refused(listening: None, ada: Artist) -> Track:
    track = create_track(actor=ada.owner, artist=ada, title=LONG, rights_basis="holder")
    world.say(track, "disc.organise", allowed=False)
    world.sound(track)
    while work_on_next():
        pass
    return track


@pytest.fixture
def busy_gate(heard: Track, refused: Track) -> None:
    """Runs with and without a result, a refusal, a request above what the engine may ask for."""
    with gate.request(gate.Use("disc.organise"), [heard, refused], engine="tempo-and-key"):
        pass
    with pytest.raises(gate.GateClosed):
        gate.request(gate.Use("gen.train.recording"), [heard], engine="tempo-and-key")


def seen(page: Page, path: str, name: str, width: int, scheme: Scheme) -> list[str]:
    response = page.goto(path)
    assert response is not None
    assert response.status == 200, path
    problems = faults_in(page, scheme)
    pictures(page, f"{name}-{width}-{scheme}")
    across = page.evaluate("document.documentElement.scrollWidth")
    return [*problems, *([f"{across} px across"] if across > width else [])]


@pytest.fixture(params=[("light", PHONE), ("dark", DESK)], ids=str)
def look(request: pytest.FixtureRequest, browser: Browser, live_server: LiveServer) -> Iterator["Look"]:
    scheme, width = request.param
    page = window(browser, live_server, width)
    yield Look(page, scheme, width, live_server)
    page.context.close()


class Look(NamedTuple):
    """A window of one width, by day or by night."""

    page: Page
    scheme: Scheme
    width: int
    server: LiveServer

    def sign_in(self, user: User) -> Page:
        sign_in_at_once(self.page.context, self.server, user)
        return self.page

    def at(self, path: str, name: str) -> list[str]:
        """What is wrong with the page there."""
        response = self.page.goto(path)
        assert response is not None
        assert response.status == 200, path
        return self.now(name)

    def now(self, name: str) -> list[str]:
        problems = faults_in(self.page, self.scheme)
        pictures(self.page, f"{name}-{self.width}-{self.scheme}")
        across = self.page.evaluate("document.documentElement.scrollWidth")
        return [*problems, *([f"{across} px across"] if across > self.width else [])]


@pytest.mark.usefixtures("busy_gate")
def test_the_gate(look: Look, mona: User) -> None:
    page = look.sign_in(mona)
    assert look.at("/operator/gate", "gate") == []
    expect(page.get_by_role("region", name="Last runs").get_by_role("row")).to_have_count(4)
    expect(page.get_by_text("This engine may never ask for this purpose")).to_be_visible()


def test_a_gate_through_which_nothing_went(look: Look, mona: User) -> None:
    page = look.sign_in(mona)
    assert look.at("/operator/gate", "gate-empty") == []
    expect(page.get_by_text("None is registered.")).to_be_visible()


def test_tempo_and_key(look: Look, alice: User, heard: Track, refused: Track) -> None:
    page = look.sign_in(alice)
    assert look.at(f"/my/tracks/{heard.uid}/sound", "sound") == []
    expect(page.get_by_text("120 beats a minute")).to_be_visible()
    assert look.at(f"/my/tracks/{refused.uid}/sound", "sound-refused") == []
    expect(page.get_by_text("It was refused.")).to_be_visible()
    page.goto(f"/my/tracks/{heard.uid}/sound")
    page.get_by_label("Key", exact=True).select_option("A")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("A key has a tonic and a mode")).to_be_visible()
    assert look.now("sound-wrong") == []


def test_the_artists_word_by_keyboard(
    page: Page, context: BrowserContext, live_server: LiveServer, heard: Track
) -> None:
    sign_in_at_once(context, live_server, heard.artist.owner)
    page.goto(f"/my/tracks/{heard.uid}/sound")
    page.get_by_label("Tempo").focus()
    page.keyboard.type("60")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Saved.", exact=True)).to_be_visible()
    assert Correction.objects.get(track=heard).tempo == 60
