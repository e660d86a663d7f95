"""What AI may do, decided in a real browser: by a new artist with twenty tracks, by a band, by keyboard alone."""

import time

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from conftest import becomes_moderator
from libitum.accounts.models import User
from libitum.catalog.models import Artist, Track
from libitum.catalog.services import create_artist, create_release, create_track, update_track
from libitum.rights.models import Ceremony, Dispute, Holding, Invitation, Word
from libitum.rights.selectors.marks import mark_of
from libitum.rights.services.invitations import invite
from libitum.rights.tests.saying import accept, give, publish_terms, refuse

from .people import sign_in_at_once
from .test_axe_desk import DESK, PHONE, check
from .test_axe_public import window

STYLE = "gen.train.style"


@pytest.fixture
def twenty(ada: Artist, alice: User, bob: User, charlie: User) -> list[Track]:
    accept(publish_terms(), alice, bob, charlie)
    return [create_track(actor=alice, artist=ada, title=f"Study {n:02}", rights_basis="holder") for n in range(20)]


@pytest.fixture
def desk(page: Page, context: BrowserContext, live_server: LiveServer, alice: User) -> Page:
    sign_in_at_once(context, live_server, alice)
    return page


def switch(page: Page, purpose: str, word: str) -> None:
    page.get_by_role("radiogroup", name=purpose).get_by_label(word).check(force=True)


def test_a_new_artist_sets_twenty_tracks_in_a_minute(desk: Page, twenty: list[Track]) -> None:
    start = time.monotonic()
    desk.goto("/my/tracks")
    desk.get_by_role("link", name="AI and my music").click()
    expect(desk.get_by_role("heading", name="AI and my music", level=1)).to_be_visible()
    expect(desk.get_by_text("What is on from the start")).to_be_visible()
    switch(desk, "Let it be recommended", "tacet")
    switch(desk, "Let it be put on generated playlists", "tacet")
    desk.locator(".save-bar").get_by_role("button", name="See what changes").click()
    expect(desk.get_by_text("20 works: from “Allowed” to “Refused”")).to_have_count(2)
    desk.get_by_role("button", name="Record it").click()
    expect(desk.get_by_text("It is recorded and holds from now on.", exact=True)).to_be_visible()
    desk.get_by_role("link", name="Work by work").click()
    desk.get_by_label("Choose Study 03").check()
    desk.get_by_label("Choose Study 07").check()
    switch(desk, "Train models that listen", "ad libitum")
    desk.locator(".save-bar").get_by_role("button", name="See what changes").click()
    expect(desk.get_by_text("2 works: from “Refused” to “Allowed”")).to_be_visible()
    desk.get_by_role("button", name="Go on and sign").click()
    desk.wait_for_url("**/my/ai/sign/*")
    assert time.monotonic() - start < 60
    assert Ceremony.objects.count() == 1, "one signature, however many works"
    refused = {"disc.recommend", "disc.playlist"}
    for track in twenty:
        assert not any(mark_of(track).answers[purpose].says_yes for purpose in refused)
    assert not mark_of(twenty[3]).answers["train.analysis"].says_yes, "nothing holds before it is signed"


def test_a_band_of_three_one_of_whom_refuses(
    browser: Browser, live_server: LiveServer, bob: User, charlie: User, twenty: list[Track]
) -> None:
    track, alice = twenty[0], twenty[0].artist.owner
    rows: list[dict[str, object]] = [{"role": "performer", "name": "Ada Ferrante", "artist": track.artist}]
    for user, name in ((bob, "Bob Brass"), (charlie, "Charles")):
        rows.append({"role": "vocals", "name": name, "artist": create_artist(actor=user, name=name)})
    update_track(actor=alice, track=track, credits=rows)
    for user in (bob, charlie):
        page = signed_in(browser, live_server, user)
        page.goto("/my/ai/holdings")
        page.get_by_role("button", name="It is mine (Study 00, Performance)").click()
        expect(page.get_by_role("heading", name="Study 00", level=1)).to_be_visible()
        page.context.close()
    for user in (alice, bob, charlie):
        give(user, "gen.train.voice", track=track)
    assert mark_of(track).is_open
    page = signed_in(browser, live_server, charlie)
    page.goto(f"/my/ai/tracks/{track.uid}")
    page.get_by_role("button", name="Withdraw now").click()
    expect(page.get_by_text("It is recorded and holds from now on.", exact=True)).to_be_visible()
    assert not mark_of(track).is_open
    page.context.close()
    hers = signed_in(browser, live_server, alice)
    hers.goto(f"/my/tracks/{track.uid}/holders")
    expect(hers.get_by_text("confirmed", exact=True).first).to_be_visible()
    hers.goto(f"/my/ai/tracks/{track.uid}")
    expect(hers.get_by_text("Closed to generative AI.").first).to_be_visible()
    assert "Charles" not in hers.locator("main").inner_text(), "who refused is nobody else's business"
    hers.context.close()


def signed_in(browser: Browser, server: LiveServer, user: User) -> Page:
    page = window(browser, server, DESK)
    sign_in_at_once(page.context, server, user)
    return page


def test_the_desk_by_keyboard_alone(desk: Page, twenty: list[Track]) -> None:
    give(twenty[0].artist.owner, STYLE)
    desk.goto("/my/ai")
    chosen = desk.get_by_role("radiogroup", name="Let it be found").get_by_label("ad libitum")
    for _ in range(60):
        desk.keyboard.press("Tab")
        if chosen.evaluate("field => field === document.activeElement"):
            break
    expect(chosen).to_be_focused()
    desk.keyboard.press("ArrowLeft")
    expect(desk.get_by_role("radiogroup", name="Let it be found").get_by_label("tacet")).to_be_checked()
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", name="What changes", level=1)).to_be_visible()
    button = desk.get_by_role("button", name="Record it")
    for _ in range(60):
        desk.keyboard.press("Tab")
        if button.evaluate("field => field === document.activeElement"):
            break
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("It is recorded and holds from now on.", exact=True)).to_be_visible()
    assert [word.purpose for word in Word.objects.filter(allowed=False)] == ["disc.search"], "Enter withdrew nothing"


def test_without_scripts_everything_works(browser: Browser, live_server: LiveServer, twenty: list[Track]) -> None:
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False, locale="en-GB")
    sign_in_at_once(context, live_server, twenty[0].artist.owner)
    page = context.new_page()
    page.goto("/my/ai")
    switch(page, "Let it be found", "tacet")
    page.get_by_role("button", name="See what changes").click()
    page.get_by_role("button", name="Record it").click()
    expect(page.get_by_text("It is recorded and holds from now on.", exact=True)).to_be_visible()
    context.close()
    assert not Word.objects.get().allowed


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_nothing_that_axe_finds(browser: Browser, live_server: LiveServer, twenty: list[Track], width: int) -> None:
    track, alice = twenty[0], twenty[0].artist.owner
    rows: list[dict[str, object]] = [{"role": "composer", "name": "Clara"}]
    update_track(actor=alice, track=track, credits=rows)
    album = create_release(actor=alice, artist=track.artist, title="Rooms", tracks=twenty[:3])
    give(alice, STYLE, commercial=False)
    refuse(alice, "disc.search", track=track)
    invite(actor=alice, party=Holding.objects.get(role="composition", track=track).party)
    Dispute.objects.create(track=track, role="lyrics", raised_by=alice.party, grounds="Mine.")
    becomes_moderator(alice, is_superuser=True)
    paths = [
        "/my/ai",
        "/my/ai/tracks",
        f"/my/ai/tracks/{track.uid}",
        f"/my/ai/releases/{album.uid}",
        "/my/ai/exceptions",
        "/my/ai/holdings",
        f"/my/ai/purposes/{STYLE}",
        f"/my/tracks/{track.uid}/holders",
        f"/tracks/{track.uid}/dispute",
        f"/rights/invitations/{Invitation.objects.get().token}",
        f"{track.get_absolute_url()}/ai",
        "/moderation/rights",
        "/moderation/successions",
        "/settings/listening",
        f"/my/tracks/{track.uid}/publish",
    ]
    page = window(browser, live_server, width)
    sign_in_at_once(page.context, live_server, alice)
    assert check(page, paths, width, by_turns=True) == {}
