"""The artist's own side with scripts: what they add to plain forms, while the music plays on."""

from collections.abc import Iterator
from datetime import UTC, datetime
from threading import Event

import pytest
from django.http import HttpResponseBase, JsonResponse, StreamingHttpResponse
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from libitum.accounts.models import User
from libitum.catalog.models import Artist, Release, Track
from libitum.catalog.selectors.desk import tracks_in
from libitum.catalog.services import create_release, create_secret_link, create_track
from libitum.media.models import Master
from libitum.media.tests.recordings import record

from .conftest import PATIENCE
from .people import sign_in_at_once


@pytest.fixture
def desk(page: Page, context: BrowserContext, live_server: LiveServer, alice: User) -> Page:
    """Alice before her own pages."""
    sign_in_at_once(context, live_server, alice)
    return page


@pytest.fixture
def in_rome(browser: Browser, live_server: LiveServer, alice: User) -> Iterator[Page]:
    context = browser.new_context(base_url=live_server.url, locale="en-GB", timezone_id="Europe/Rome")
    context.set_default_timeout(PATIENCE)
    sign_in_at_once(context, live_server, alice)
    yield context.new_page()
    context.close()


@pytest.fixture
def album(ada: Artist) -> Release:
    tracks = [create_track(actor=ada.owner, artist=ada, title=title) for title in ("One", "Two", "Three")]
    return create_release(actor=ada.owner, artist=ada, title="Rooms", tracks=tracks)


def titles(page: Page) -> list[str]:
    return page.locator(".order-row .contents-title").all_inner_texts()


def test_credits_get_lines_and_suggestions_without_leaving_the_page(desk: Page, song: Track, ada: Artist) -> None:
    desk.goto(f"/my/tracks/{song.uid}")
    desk.evaluate("window.same = true")
    desk.get_by_label("Title").fill("Second light")
    desk.get_by_label("Name", exact=True).first.fill("Eve")
    desk.get_by_role("button", name="One more line").click()
    expect(desk.get_by_label("Role")).to_have_count(2)
    expect(desk.get_by_label("Role").nth(1)).to_be_focused()
    page_of = desk.get_by_label("Their page here").nth(1)
    page_of.press_sequentially("ada")
    expect(desk.locator("datalist option[value=ada-ferrante]")).to_have_count(1)
    page_of.fill("ada-ferrante")
    desk.get_by_role("button", name="Save", exact=True).click()
    expect(desk.get_by_role("heading", name="Second light", level=1)).to_be_visible()
    assert desk.evaluate("window.same"), "the document stayed, and the music with it"
    assert [(credit.name, credit.artist) for credit in song.credits.all()] == [("Eve", None), ("Ada Ferrante", ada)]


def test_suggestions_cut_off_half_way_make_room_for_the_next(
    desk: Page, song: Track, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One types on while the answer is on its way: its head has come, its body not yet."""
    typed_on = Event()
    cut_off: list[dict[str, object]] = []

    def slow_the_first_time(said: dict[str, object]) -> HttpResponseBase:
        if cut_off:
            return JsonResponse(said)
        cut_off.append(said)
        return StreamingHttpResponse(halves(JsonResponse(said).content, typed_on), content_type="application/json")

    monkeypatch.setattr("libitum.web.views.desk.artists.JsonResponse", slow_the_first_time)
    desk.goto(f"/my/tracks/{song.uid}")
    page_of = desk.get_by_label("Their page here").first
    with desk.expect_response("**/my/artists/suggest?q=ad"):
        page_of.fill("ad")
    page_of.fill("ada")
    expect(desk.locator("datalist option[value=ada-ferrante]")).to_have_count(1)
    typed_on.set()


def halves(body: bytes, go_on: Event) -> Iterator[bytes]:
    yield body[:10]
    go_on.wait(PATIENCE / 1000)
    yield body[10:]


def test_what_the_file_says_is_taken_by_a_click(desk: Page, song: Track) -> None:
    Master.objects.filter(pk=record(song).pk).update(tags={"title": "Prima luce"})
    desk.goto(f"/my/tracks/{song.uid}")
    desk.get_by_label("Description").fill("Typed just now")
    desk.get_by_role("button", name="Take over: Title").click()
    expect(desk.get_by_label("Title", exact=True)).to_have_value("Prima luce")
    expect(desk.get_by_label("Description")).to_have_value("Typed just now")
    song.refresh_from_db()
    assert song.title == "First light"


def test_a_release_is_put_in_order_by_keyboard(desk: Page, album: Release) -> None:
    desk.goto(f"/my/releases/{album.uid}")
    desk.get_by_label("Description").fill("Typed just now")
    desk.get_by_role("button", name="Move Three up").focus()
    desk.keyboard.press("Enter")
    desk.keyboard.press("Enter")
    assert titles(desk) == ["Three", "One", "Two"]
    expect(desk.locator("[data-announcer]")).to_have_text("Three: now number 1")
    expect(desk.get_by_role("button", name="Move Three up")).to_be_focused()
    desk.get_by_role("button", name="Take One out of the release").click()
    expect(desk.get_by_label("Description")).to_have_value("Typed just now")
    desk.get_by_role("button", name="Save", exact=True).click()
    expect(desk.get_by_text("Saved.", exact=True)).to_be_visible()
    assert [track.title for track in tracks_in(album)] == ["Three", "Two"]


def test_a_release_is_put_in_order_by_dragging(desk: Page, album: Release) -> None:
    desk.goto(f"/my/releases/{album.uid}")
    rows = desk.locator(".order-row")
    expect(rows.first).to_have_attribute("draggable", "true")
    rows.nth(2).drag_to(rows.nth(0), target_position={"x": 60, "y": 4})
    assert titles(desk) == ["Three", "One", "Two"]
    desk.get_by_role("button", name="Save", exact=True).click()
    expect(desk.get_by_text("Saved.", exact=True)).to_be_visible()
    assert [track.title for track in tracks_in(album)] == ["Three", "One", "Two"]


def test_a_time_is_chosen_by_the_clock_on_the_wall(in_rome: Page, song: Track) -> None:
    in_rome.goto(f"/my/tracks/{song.uid}/publish")
    in_rome.get_by_label("Everybody, from a time I choose").check()
    when = in_rome.get_by_label("Day and time")
    when.fill("2031-07-01T20:00")
    expect(in_rome.locator(".at-field").get_by_text("Your clock: Europe/Rome, UTC+2")).to_be_visible()
    when.fill("2031-01-01T20:00")
    expect(in_rome.locator(".at-field").get_by_text("Your clock: Europe/Rome, UTC+1")).to_be_visible()
    in_rome.get_by_role("button", name="Publish at that time").click()
    expect(in_rome.get_by_text("Scheduled", exact=True)).to_be_visible()
    song.refresh_from_db()
    assert song.publish_at == datetime(2031, 1, 1, 19, tzinfo=UTC)
    expect(in_rome.locator(".work-state time")).to_contain_text("8:00 PM")
    expect(in_rome.get_by_label("Day and time")).to_have_value("2031-01-01T20:00")


def test_the_button_says_what_pressing_it_does(desk: Page, song: Track) -> None:
    desk.goto(f"/my/tracks/{song.uid}/publish")
    for choice, words in [
        ("Nobody but me", "Keep it to myself"),
        ("Whoever has a secret link", "Keep it to secret links"),
        ("Everybody, now", "Publish for everybody"),
    ]:
        desk.get_by_label(choice).check()
        expect(desk.get_by_role("button", name=words)).to_be_visible()
    expect(desk.get_by_label("Day and time")).to_be_hidden()


def test_a_secret_link_is_copied_and_opens_the_work(desk: Page, context: BrowserContext, song: Track) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    link = create_secret_link(actor=song.artist.owner, work=song, label="The press")
    desk.goto(f"/my/tracks/{song.uid}/publish")
    desk.get_by_role("button", name="Copy").click()
    expect(desk.get_by_role("button", name="Copied")).to_be_visible()
    copied = str(desk.evaluate("navigator.clipboard.readText()"))
    assert copied.endswith(f"/ada-ferrante/first-light/s/{link.token}")


def test_all_are_chosen_by_one_box(desk: Page, album: Release, song: Track) -> None:
    desk.goto("/my/tracks")
    desk.get_by_label("Choose all").check()
    expect(desk.get_by_text("4 chosen")).to_be_visible()
    desk.get_by_label("Choose Two", exact=True).uncheck()
    expect(desk.get_by_text("3 chosen")).to_be_visible()
    desk.get_by_role("button", name="Publish…").click()
    expect(desk.get_by_role("heading", name="Publish 3 tracks?")).to_be_visible()


def test_without_scripts_everything_is_there(
    browser: Browser, live_server: LiveServer, alice: User, album: Release
) -> None:
    context = browser.new_context(base_url=live_server.url, locale="en-GB", java_script_enabled=False)
    context.set_default_timeout(PATIENCE)
    sign_in_at_once(context, live_server, alice)
    page = context.new_page()
    page.goto(f"/my/releases/{album.uid}")
    page.get_by_role("button", name="Move Three up").click()
    page.get_by_role("button", name="Save", exact=True).click()
    assert [track.title for track in tracks_in(album)] == ["One", "Three", "Two"]
    page.goto(f"/my/tracks/{tracks_in(album)[0].uid}/publish")
    page.get_by_label("Everybody, from a time I choose").check()
    assert page.locator(".at-field").get_by_text("In Coordinated Universal Time").is_visible()
    page.get_by_label("Everybody, now").check()
    page.get_by_label("I made it, or hold all rights in it.").check()
    page.get_by_role("button", name="Publish for everybody").click()
    assert tracks_in(album)[0].visibility == "public"
    context.close()
