"""The pages of comments, notices and moderation as people with other senses and other screens meet them."""

from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from libitum.accounts.models import User
from libitum.catalog.models import Artist, Track
from libitum.catalog.services import create_track
from libitum.catalog.viewers import ANYBODY
from libitum.community.letters import notice_address
from libitum.community.models import Notice
from libitum.community.services import add_comment, appeal, decide, delete_comment, give_notice
from libitum.community.subjects import visible_subject

from .people import sign_in_at_once
from .test_axe_public import faults, looks, window

Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
WIDTHS = (360, 1440)
LONG = "Donaudampfschifffahrtskapitänsmützenabzeichen" * 4
DOWN = {"outcome": "take-down", "facts": LONG, "ground": "law", "reference": "2001/29/EC, Art. 3"}


@pytest.fixture
def addresses(song: Track, ada: Artist, alice: User, bob: User, mona: User) -> dict[str, list[str]]:
    """Who looks at which pages, in every state they have."""
    first = add_comment(actor=bob, track=song, body=f"{LONG}\n\n{LONG}", at_ms=1000)
    gone = add_comment(actor=bob, track=song, body="Gone", at_ms=2000, is_demo=True)
    add_comment(actor=alice, track=song, body="An answer", parent=gone)
    delete_comment(actor=alice, comment=gone)
    waiting = notice(f"track:{song.uid}", share_identity=True)
    notice(f"comment:{first.uid}", category="hate", email="")
    decided = notice(f"artist:{ada.uid}")
    decide(actor=mona, case=decided.case, outcome="no-action", facts=LONG)
    other = create_track(actor=alice, artist=ada, title=LONG[:180], visibility="public", rights_basis="holder")
    Track.objects.filter(pk=other.pk).update(audio_ready_at=song.audio_ready_at)
    taken = notice(f"track:{other.uid}")
    takedown = decide(actor=mona, case=taken.case, **DOWN)
    appeal(actor=alice, decision=takedown, text=LONG)
    hidden = decide(
        actor=mona, case=notice(f"comment:{add_comment(actor=alice, track=song, body='x').uid}").case, **DOWN
    )
    anybody = [*(notice_address(each) for each in (waiting, decided, taken)), "/notices/new", "/notices/new?about=x"]
    cases = [f"/moderation/{each.case.uid}" for each in (waiting, decided, taken)]
    return {
        "": [*anybody, song.get_absolute_url()],
        "alice": ["/my/notices", f"/my/notices/{hidden.uid}/appeal", f"/my/notices/{takedown.uid}/appeal"],
        "bob": [
            song.get_absolute_url(),
            f"/comments/{first.uid}/edit",
            f"/comments/{first.uid}/delete",
            f"/notices/new?about=comment:{first.uid}",
        ],
        "mona": [
            "/moderation",
            "/moderation?state=decided",
            "/moderation?category=minors",
            song.get_absolute_url(),
            *cases,
        ],
    }


def notice(about: str, **changes: object) -> Notice:
    subject = visible_subject(about, ANYBODY)
    assert subject is not None
    typed = {"category": "copyright", "explanation": LONG, "name": "Zoe", "email": "zoe@example.net", **changes}
    found = give_notice(subject=subject, good_faith=True, language="en", **typed)  # type: ignore[arg-type] # a test's keywords
    return Notice.objects.select_related("case").get(pk=found.pk)


def faults_at(page: Page, width: int, scheme: Scheme) -> list[str]:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    # Inherited colours of boxes to type into follow a frame later.
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    across = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [*faults(page), *([f"{across} px wider than the screen"] if across > 0 else [])]


@pytest.mark.parametrize("who", ["", "alice", "bob", "mona"])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(
    browser: Browser, live_server: LiveServer, addresses: dict[str, list[str]], who: str
) -> None:
    found: dict[tuple[str, int, Scheme], list[str]] = {}
    page = window(browser, live_server, 1440)
    if who:
        sign_in_at_once(page.context, live_server, User.objects.get(name=who.capitalize()))
    for number, path in enumerate(addresses[who]):
        page.goto(path, wait_until="load")
        for width, scheme in looks(number):
            found[path, width, scheme] = faults_at(page, width, scheme)
    page.context.close()
    assert {where: problems for where, problems in found.items() if problems} == {}


def test_a_form_that_was_refused_is_as_good(
    browser: Browser, live_server: LiveServer, addresses: dict[str, list[str]]
) -> None:
    page = window(browser, live_server, 360)
    page.goto("/notices/new")
    page.get_by_role("button", name="Send the notice").click()
    expect(page.locator("[aria-invalid=true]").first).to_be_visible()
    assert faults(page) == []
    page.context.close()
