"""Signing in, settings and the artist's own side as people with other senses and other screens meet them."""

from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.utils import timezone
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from libitum.accounts.models import User
from libitum.accounts.recovery import RecoveryCodes
from libitum.accounts.tokens import create_token, revoke_token
from libitum.catalog.models import Artist, Release, Track
from libitum.catalog.services import create_release, create_secret_link, create_track, publish, unlist, update_track
from libitum.media.models import JobState, Master, PictureUpload, ProcessingJob, Upload, UploadState
from libitum.media.tests.recordings import draw, record

from .people import sign_in_at_once
from .test_axe_public import LONG, Scheme, faults, window

PHONE, DESK = 360, 1440

ENTRANCES = [
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/confirm-email/",
    "/accounts/confirm-email/nonsense/",
    "/accounts/password/reset/",
    "/accounts/password/reset/done/",
    "/accounts/password/reset/key/nonsense-nonsense/",
    "/accounts/inactive/",
]
SETTINGS = [
    "/settings",
    "/settings/sessions",
    "/settings/keys",
    "/settings/data",
    "/settings/close",
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/logout/",
    "/accounts/reauthenticate/",
    "/accounts/2fa/",
    "/accounts/2fa/recovery-codes/",
    "/accounts/2fa/recovery-codes/generate/",
    "/accounts/2fa/totp/deactivate/",
    "/accounts/2fa/reauthenticate/",
    "/accounts/2fa/webauthn/",
    "/accounts/2fa/webauthn/add/",
    "/accounts/sessions/",
]


@pytest.fixture
def works(song: Track, ada: Artist) -> list[str]:
    """Works in every state, with titles that don't fit, and the pages on which they are kept."""
    master = record(song)
    Master.objects.filter(pk=master.pk).update(tags={"title": LONG, "composer": "Ada", "comment": LONG, "year": 1999})
    draw(song)
    update_track(
        actor=ada.owner,
        track=song,
        tags=["sea", "night"],
        credits=[{"role": "composer", "name": "Ada", "artist": ada}, {"role": "mixing", "name": LONG, "detail": "x"}],
        licence="free-art-1.2",
        rights_basis="licensed",
        source_url="https://example.org/",
    )
    draft = create_track(actor=ada.owner, artist=ada, title=LONG)
    refused = create_track(actor=ada.owner, artist=ada, title="Refused")
    Upload.objects.create(owner=ada.owner, track=refused, length=9, state=UploadState.REFUSED, reason="not_audio")
    moving = create_track(actor=ada.owner, artist=ada, title="أغنية الليل")
    upload = Upload.objects.create(owner=ada.owner, track=moving, length=9, state=UploadState.CHECKING)
    ProcessingJob.objects.create(upload=upload, state=JobState.RUNNING, stage="encoding", progress=30)
    album = create_release(actor=ada.owner, artist=ada, title=LONG, tracks=[song, draft])
    PictureUpload.objects.create(owner=ada.owner, release=album, state="refused", reason="picture_too_small")
    PictureUpload.objects.create(owner=ada.owner, artist=ada)
    create_secret_link(actor=ada.owner, work=song, label=LONG[:80], expires_at=timezone.now() + timedelta(days=3))
    publish(actor=ada.owner, work=album, at=timezone.now() + timedelta(days=2))
    second = create_track(actor=ada.owner, artist=ada, title="Unlisted", rights_basis="holder")
    record(second)
    unlist(actor=ada.owner, work=second)
    pages = [page for work in (song, draft, refused, moving, album) for page in pages_of(work)]
    return [*pages, *artist_pages(ada), "/my/tracks", "/my/tracks?q=zzz", "/my/releases", "/my/releases/new"]


def pages_of(work: Track | Release) -> list[str]:
    root = f"/my/{'tracks' if isinstance(work, Track) else 'releases'}/{work.uid}"
    return [root, f"{root}/publish", f"{root}/delete"]


def artist_pages(artist: Artist) -> list[str]:
    return ["/my/artists", "/my/artists/new", f"/my/artists/{artist.uid}", f"/my/artists/{artist.uid}/delete"]


def faults_in(page: Page, scheme: Scheme) -> list[str]:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    # Inherited colours of boxes to type into follow a frame later.
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    return faults(page)


def check(page: Page, paths: list[str], width: int, *, by_turns: bool = False) -> dict[str, object]:
    """How wide they are, and what axe finds; `by_turns` on every other page, as the rest is seen at the other width.

    By night on a phone, by day on a desk: what depends on both is the look's own business (test_axe_public).
    """
    scheme: Scheme = "dark" if width == PHONE else "light"
    found: dict[str, object] = {}
    failures: list[str] = []
    page.on("pageerror", lambda error: failures.append(str(error)))
    for number, path in enumerate(paths):
        response = page.goto(path, wait_until="load")
        assert response is not None
        assert response.status < 500, path
        problems = faults_in(page, scheme) if not by_turns or number % 2 == (width == PHONE) else []
        across = page.evaluate("document.documentElement.scrollWidth")
        if problems or across > width:
            found[path] = problems or across
    page.context.close()
    assert failures == []
    return found


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_artists_side(browser: Browser, live_server: LiveServer, alice: User, works: list[str], width: int) -> None:
    page = window(browser, live_server, width)
    sign_in_at_once(page.context, live_server, alice)
    assert check(page, works, width, by_turns=True) == {}


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_settings(browser: Browser, live_server: LiveServer, alice: User, width: int) -> None:
    User.objects.filter(pk=alice.pk).update(is_adult=False)
    create_token(user=alice, name=LONG[:80], scopes=["read", "upload"])
    revoke_token(actor=alice, token=create_token(user=alice, name="Former", scopes=["read"])[0])
    TOTP.activate(alice, "A" * 32)
    RecoveryCodes.activate(alice)
    page = window(browser, live_server, width)
    sign_in_at_once(page.context, live_server, alice)
    assert check(page, SETTINGS, width, by_turns=True) == {}


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize("width", [PHONE, DESK])
def test_entrances(browser: Browser, live_server: LiveServer, width: int) -> None:
    assert check(window(browser, live_server, width), ENTRANCES, width, by_turns=True) == {}


def test_who_has_nothing_yet(browser: Browser, live_server: LiveServer, bob: User) -> None:
    page = window(browser, live_server, PHONE)
    sign_in_at_once(page.context, live_server, bob)
    paths = ["/my/tracks", "/my/releases", "/my/artists", "/accounts/2fa/", "/accounts/2fa/totp/activate/"]
    assert check(page, paths, PHONE) == {}


def test_forms_that_were_refused_are_as_good(
    browser: Browser, live_server: LiveServer, alice: User, song: Track
) -> None:
    page = window(browser, live_server, PHONE)
    sign_in_at_once(page.context, live_server, alice)
    page.goto(f"/my/tracks/{song.uid}")
    page.get_by_label("ISRC").fill("QQ")
    page.get_by_label("What exactly").fill("cello")
    page.get_by_role("button", name="Save", exact=True).click()
    page.locator("[aria-invalid=true]").first.wait_for()
    assert faults_in(page, "light") == []
    page.goto("/settings/keys")
    page.get_by_label("What it is for").fill("x")
    page.get_by_role("button", name="Make the key").click()
    page.locator(".errorlist").wait_for()
    assert faults_in(page, "dark") == []
    page.context.close()
