"""The music goes on whatever one does on the site, and every page is what it would be without scripts."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Request, Route, expect
from pytest_django.live_server_helper import LiveServer

from conftest import PASSWORD
from libitum.accounts.models import User
from libitum.catalog.models import Track
from libitum.community.models import Comment

from .conftest import Publish
from .listening import Listener
from .sounds import sine


@pytest.fixture
def track(publish: Publish) -> Track:
    return publish("Going on", sine(120))


@pytest.fixture
def listener(page: Page, track: Track) -> Listener:
    """Somebody who hears the track and whose document must never be left."""
    page.goto("/")
    listener = Listener(page)
    listener.press_play(track.uid)
    listener.hears(track.uid)
    page.evaluate("self.sameDocument = true")
    return listener


def goes_on(listener: Listener) -> None:
    listener.hears_on()
    assert listener.page.evaluate("self.sameDocument"), "the document was left"


def test_links_back_and_forward(page: Page, listener: Listener, track: Track) -> None:
    page.get_by_role("link", name="Going on").first.click()
    expect(page).to_have_url(track.get_absolute_url())
    expect(page).to_have_title("Going on · Ada Ferrante · Libitum")
    expect(page.locator("h1")).to_be_focused()
    goes_on(listener)
    page.go_back()
    expect(page).to_have_url("/")
    goes_on(listener)
    page.go_forward()
    expect(page.locator("h1")).to_have_text("Going on")
    goes_on(listener)
    expect(page.locator("[data-announcer]")).to_have_text("Going on · Ada Ferrante · Libitum")


def test_back_returns_to_where_one_was_and_what_one_typed(page: Page, listener: Listener) -> None:
    page.goto("/about")
    page.evaluate("self.sameDocument = true")
    page.get_by_role("searchbox").first.fill("half a word")
    page.mouse.wheel(0, 400)
    page.wait_for_function("() => scrollY > 300")
    page.locator("footer a[href='/notices/new']").click()
    expect(page).to_have_url("/notices/new")
    assert page.evaluate("scrollY") == 0
    page.go_back()
    expect(page).to_have_url("/about")
    page.wait_for_function("() => scrollY > 300")
    expect(page.get_by_role("searchbox").first).to_have_value("half a word")


def test_a_search(page: Page, listener: Listener, track: Track) -> None:
    box = page.get_by_role("searchbox").first
    box.fill("going & on")
    box.press("Enter")
    expect(page).to_have_url("/search?q=going+%26+on")
    goes_on(listener)


def test_signing_in_by_form_with_a_mistake_first(page: Page, listener: Listener, track: Track, bob: User) -> None:
    confirm(bob)
    sign_in(page, bob, password="wrong")
    expect(page.locator(".errorlist")).to_be_focused()
    expect(page.locator("input[name=login]")).to_have_value(bob.email)
    goes_on(listener)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form").get_by_role("button").first.click()
    expect(page.locator(".menu-name")).to_have_text("Bob")
    goes_on(listener)


def sign_in(page: Page, user: User, password: str = PASSWORD) -> None:
    page.evaluate("document.querySelector('.site-sign-in').click()")
    page.locator("input[name=login]").fill(user.email)
    page.locator("input[name=password]").fill(password)
    page.locator("main form").get_by_role("button").first.click()


def test_a_comment_stands_at_its_place_and_signing_out_forgets_pages(
    page: Page, listener: Listener, track: Track, bob: User
) -> None:
    go_in(page, bob)
    page.get_by_role("link", name="Going on").first.click()
    page.locator("#comment-body").fill("Here it turns.")
    assert page.locator("[data-comment-at]").input_value().startswith("0:")
    page.locator(".comment-form button[type=submit]").click()
    expect(page.locator(".comment-body")).to_have_text("Here it turns.")
    comment = Comment.objects.get()
    expect(page).to_have_url(re.compile(rf"{track.get_absolute_url()}(\?.*)?#comment-{comment.uid}$"))
    expect(page.locator(f"#comment-{comment.uid}")).to_be_focused()
    expect(page.locator(".note")).to_have_count(1)
    goes_on(listener)
    go_out(page)
    goes_on(listener)
    expect(page.locator(".site-sign-in")).to_have_count(1)
    page.go_back()
    expect(page.locator(".menu-name")).to_have_text("Menu")


REMEMBERED = "Object.entries(localStorage).filter(([, value]) => value.includes('Going on')).map(([name]) => name)"


def test_what_was_lined_up_goes_when_one_signs_out(
    page: Page, listener: Listener, track: Track, publish: Publish, bob: User
) -> None:
    go_in(page, bob)
    later = {"uid": publish("Later", sine(4)).uid, "title": "Later"}
    page.evaluate("(item) => listened.edit((queue) => queue.add(item))", later)
    assert listener.state["queue"] == [track.uid, later["uid"]]
    go_out(page)
    expect(page.locator(".site-sign-in")).to_have_count(1)
    goes_on(listener)
    assert listener.state["queue"] == [track.uid]
    assert page.evaluate(REMEMBERED.replace("Going on", "Later")) == []


def test_who_has_stopped_and_signs_out_leaves_nothing(page: Page, listener: Listener, track: Track, bob: User) -> None:
    go_in(page, bob)
    assert page.evaluate(REMEMBERED) == ["libitum.queue"]
    listener.part("toggle").click()
    go_out(page)
    expect(page.locator(".site-sign-in")).to_have_count(1)
    assert page.evaluate(REMEMBERED) == []
    assert listener.state["uid"] is None


def test_the_device_remembers_no_work_that_is_not_everybodys(
    page: Page, listener: Listener, publish: Publish, alice: User
) -> None:
    go_in(page, alice)
    sketch = publish("A sketch", sine(20))
    Track.objects.filter(pk=sketch.pk).update(visibility="private")
    page.goto(sketch.get_absolute_url())
    listener = Listener(page)
    listener.press_play(sketch.uid)
    listener.hears(sketch.uid)
    assert page.evaluate(REMEMBERED.replace("Going on", "A sketch")) == []
    assert page.evaluate("localStorage.getItem('libitum.place')") == "null"
    page.reload()
    assert sketch.uid not in Listener(page).state["queue"]


def go_in(page: Page, user: User) -> None:
    confirm(user)
    sign_in(page, user)
    expect(page.locator(".menu-name")).to_have_text(user.name)


def go_out(page: Page) -> None:
    page.locator(".menu summary").click()
    page.locator("form[action*=logout] button").click()


def confirm(user: User) -> None:
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)


def test_another_language(page: Page, listener: Listener) -> None:
    page.locator("button[name=language][value=it]").click()
    expect(page.locator("html")).to_have_attribute("lang", "it")
    expect(page.locator("button[name=language][value=it]")).to_have_attribute("aria-pressed", "true")
    goes_on(listener)


def test_a_page_that_is_missing_is_shown_and_left_again(page: Page, listener: Listener) -> None:
    page.evaluate("document.querySelector('footer a').setAttribute('href', '/nobody/nothing')")
    page.locator("footer a").first.click()
    expect(page).to_have_url("/nobody/nothing")
    expect(page.locator("h1")).to_be_visible()
    goes_on(listener)
    page.go_back()
    expect(page).to_have_url("/")
    goes_on(listener)


def test_a_page_that_breaks_is_shown(page: Page, listener: Listener) -> None:
    page.route("**/about", lambda route: route.fulfill(status=500, content_type="text/html", body="<h1>Broken</h1>"))
    page.locator("footer a[href='/about']").click()
    expect(page.locator("h1")).to_have_text("Broken")
    goes_on(listener)


def test_a_page_that_does_not_come_says_so_and_is_tried_again(page: Page, listener: Listener) -> None:
    page.route("**/about", lambda route: route.abort())
    page.locator("footer a[href='/about']").click()
    trouble = page.locator("[data-page-trouble]")
    expect(trouble).to_contain_text("connection")
    expect(page).to_have_url("/")
    page.unroute("**/about")
    trouble.get_by_role("button", name="Try again").click()
    expect(page).to_have_url("/about")
    expect(trouble).to_be_hidden()
    goes_on(listener)


def test_a_file_is_a_download_and_no_page(page: Page, listener: Listener) -> None:
    def file(route: Route) -> None:
        headers = {"Content-Disposition": 'attachment; filename="notes.csv"'}
        route.fulfill(status=200, content_type="text/csv", body="a,b", headers=headers)

    page.route("**/about", file)
    with page.expect_download() as download:
        page.locator("footer a[href='/about']").click()
    assert download.value.suggested_filename == "notes.csv"
    expect(page).to_have_url("/")
    goes_on(listener)


def test_what_belongs_to_the_browser_is_left_to_it(page: Page, context: BrowserContext, listener: Listener) -> None:
    fetched: list[str] = []

    def note(request: Request) -> None:
        if "x-libitum-navigation" in request.headers:
            fetched.append(request.url)

    page.on("request", note)
    with context.expect_page() as opened:
        page.locator("footer a[href='/about']").click(modifiers=["Control"])
    opened.value.close()
    with context.expect_page() as opened:
        page.evaluate("document.querySelector('footer a').setAttribute('target', '_blank')")
        page.locator("footer a").first.click()
    opened.value.close()
    page.evaluate("document.querySelector('.skip-link').click()")
    expect(page).to_have_url("/#main")
    assert fetched == []
    goes_on(listener)


def test_a_form_with_a_file(page: Page, listener: Listener, track: Track, alice: User, tmp_path: Path) -> None:
    go_in(page, alice)
    bodies: list[str] = []
    page.on("request", lambda request: bodies.append(request.headers.get("content-type", "")))
    page.evaluate(f"history.replaceState(history.state, '', '/my/tracks/{track.uid}')")
    page.go_forward()
    page.evaluate("document.querySelector('footer a').setAttribute('href', location.pathname)")
    page.locator("footer a").first.click()
    page.locator("main input[name=title]").fill("Still going on")
    page.locator("main form").get_by_role("button", name="Save").first.click()
    expect(page.locator("[data-message]").first).to_be_visible()
    assert [kind for kind in bodies if kind.startswith("multipart/form-data")]
    track.refresh_from_db()
    assert track.title == "Still going on"
    goes_on(listener)


def test_a_redirect_to_another_site_is_followed(page: Page, listener: Listener, live_server: LiveServer) -> None:
    elsewhere = live_server.url.replace("localhost", "elsewhere.localhost")
    page.route(
        "**/about", lambda route: route.fulfill(status=204, headers={"X-Libitum-Location": f"{elsewhere}/there"})
    )
    page.route(f"{elsewhere}/**", lambda route: route.fulfill(body="<h1>Elsewhere</h1>", content_type="text/html"))
    page.locator("footer a[href='/about']").click()
    expect(page).to_have_url(f"{elsewhere}/there")
