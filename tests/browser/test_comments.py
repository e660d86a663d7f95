"""Comments at a second, said and read while the music plays, and without scripts."""

import re

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from libitum.accounts.models import User
from libitum.catalog.models import Track
from libitum.community.models import Comment, Notice
from libitum.community.services import add_comment

from .conftest import Publish
from .listening import Listener
from .people import sign_in_at_once
from .sounds import sine


@pytest.fixture
def track(publish: Publish) -> Track:
    return publish("First light", sine(120))


@pytest.fixture
def listener(page: Page, context: BrowserContext, live_server: LiveServer, track: Track, bob: User) -> Listener:
    """Bob on the track's page, hearing it, in a document that must never be left."""
    sign_in_at_once(context, live_server, bob)
    page.goto(track.get_absolute_url())
    listener = Listener(page)
    listener.press_play(track.uid)
    listener.hears(track.uid)
    page.evaluate("self.sameDocument = true")
    return listener


def goes_on(listener: Listener) -> None:
    listener.hears_on()
    assert listener.page.evaluate("self.sameDocument"), "the document was left"


def test_a_comment_at_the_second_that_is_pointed_at(page: Page, listener: Listener, track: Track) -> None:
    wave = page.locator("libitum-waveform")
    box = wave.bounding_box()
    assert box is not None
    wave.click(position={"x": box["width"] / 2, "y": box["height"] * 0.7})
    listener.hears(track.uid, after=59)
    expect(page.locator("#comment-at")).to_have_value(re.compile(r"^(0:59|1:0[01])$"))
    page.locator("#comment-body").fill("Here it <b>turns</b>.")
    page.get_by_role("button", name="Comment", exact=True).click()
    words = page.locator(".comment-body")
    expect(words).to_have_text("Here it <b>turns</b>.")
    comment = Comment.objects.get()
    assert comment.at_ms is not None
    assert 58_000 < comment.at_ms < 62_000
    expect(page.locator(f"#comment-{comment.uid}")).to_be_focused()
    goes_on(listener)
    page.locator("libitum-waveform .note").click()
    expect(page.locator("[data-note=text]")).to_have_text("Here it <b>turns</b>.")
    expect(page.locator("[data-note=author]")).to_have_text("Bob")


def test_a_moment_leads_there(page: Page, listener: Listener, track: Track, alice: User) -> None:
    add_comment(actor=alice, track=track, body="Listen from here", at_ms=90_500)
    page.reload()
    page.get_by_role("button", name="Play from 1:30").click()
    listener.hears(track.uid, after=90.4)


def test_answering_editing_and_removing_leave_the_music_alone(
    page: Page, listener: Listener, track: Track, alice: User
) -> None:
    first = add_comment(actor=alice, track=track, body="Do you hear it?", at_ms=1000)
    page.get_by_role("link", name="Listen").first.click()
    page.get_by_role("link", name="First light").first.click()
    page.locator(f"#comment-{first.uid} summary").click()
    page.get_by_label("Answer to Alice").fill("I do")
    page.get_by_role("button", name="Send").click()
    answer = page.locator(".replies .comment")
    expect(answer.locator(".comment-body")).to_have_text("I do")
    goes_on(listener)
    answer.get_by_role("link", name="Edit").click()
    page.get_by_label("Comment", exact=True).fill("I do, I do")
    page.get_by_role("button", name="Save").click()
    expect(answer.locator(".comment-body")).to_have_text("I do, I do")
    expect(answer).to_contain_text("edited")
    goes_on(listener)
    answer.get_by_role("link", name="Remove").click()
    expect(page.locator("h1")).to_have_text("Remove this comment?")
    page.get_by_role("button", name="Remove").click()
    expect(page.locator("[data-message]")).to_have_text("The comment is removed.")
    expect(page.locator(".replies")).to_have_count(0)
    goes_on(listener)


def test_a_mistake_costs_nothing(page: Page, listener: Listener, track: Track) -> None:
    page.locator("#comment-body").fill("A long thought")
    page.locator("#comment-at").fill("9:99")
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.locator("h1")).to_have_text("Not sent yet")
    expect(page.locator("[aria-invalid=true]")).to_be_focused()
    expect(page.get_by_label("Comment", exact=True)).to_have_value("A long thought")
    page.get_by_label("At", exact=True).fill("0:09")
    goes_on(listener)
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.locator(".comment-body")).to_have_text("A long thought")
    assert Comment.objects.get().at_ms == 9_000
    goes_on(listener)


def test_without_scripts(browser: Browser, live_server: LiveServer, track: Track, bob: User, alice: User) -> None:
    context = browser.new_context(base_url=live_server.url, locale="en-GB", java_script_enabled=False)
    sign_in_at_once(context, live_server, bob)
    page = context.new_page()
    page.goto(track.get_absolute_url())
    page.locator("#comment-body").fill("Without scripts")
    page.locator("#comment-at").fill("0:05")
    page.get_by_role("button", name="Comment", exact=True).click()
    comment = Comment.objects.get()
    expect(page).to_have_url(re.compile(rf"#comment-{comment.uid}$"))
    expect(page.locator(".comment-body")).to_have_text("Without scripts")
    expect(page.locator("#comments span.comment-at")).to_have_text("0:05")
    page.locator(f"#comment-{comment.uid} summary").click()
    page.get_by_label("Answer to Bob").fill("To myself")
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".replies .comment-body")).to_have_text("To myself")
    sign_in_at_once(context, live_server, alice)
    page.goto(track.get_absolute_url())
    page.locator(f"#comment-{comment.uid}").get_by_role("link", name="Give notice").click()
    page.get_by_label("Illegal hate or threats").check()
    page.get_by_label("Explain it").fill("It is not nice.")
    page.get_by_label("I believe in good faith").check()
    page.get_by_role("button", name="Send the notice").click()
    expect(page.locator("h1")).to_have_text("We have your notice")
    assert Notice.objects.get().case.subject_uid == comment.uid
    # The instance goes by another name than the test's server.
    expect(page.get_by_label("Address of your notice")).to_have_value(
        page.url.replace(live_server.url, settings.BASE_URL)
    )
    context.close()
