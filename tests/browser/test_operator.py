"""The operator's page as people with other senses and other screens meet it, with much to say and with nothing."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from libitum.accounts.models import User
from libitum.catalog.models import Track
from libitum.ledger.guard import close
from libitum.ledger.log import published_log
from libitum.media.models import JobState, ProcessingJob, Upload, UploadState
from libitum.ops.sweeps import measure_what_is_slow_to_count as measure

from .people import sign_in_at_once
from .test_axe_community import faults_at
from .test_axe_public import Scheme, window

LOOKS: list[tuple[int, Scheme]] = [(360, "dark"), (768, "light"), (1440, "light"), (1440, "dark")]


@pytest.fixture
def troubles(song: Track, settings: Settings, tmp_path: Path) -> None:
    settings.HOME = tmp_path / ("a-folder-with-a-name-that-does-not-fit" * 4)
    ended = {"state": JobState.FAILED, "reason": "our_fault", "attempts": 4, "stage": "encoding"}
    for days in range(12):
        upload = Upload.objects.create(owner=song.artist.owner, track=song, length=9, state=UploadState.RECEIVED)
        ProcessingJob.objects.create(upload=upload, finished_at=timezone.now() - timedelta(days=days), **ended)
    close(published_log(), "A restore is not finished: see what the newest known checkpoint says.")
    measure()


@pytest.mark.usefixtures("troubles")
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(
    browser: Browser, live_server: LiveServer, mona: User
) -> None:
    page = window(browser, live_server, 1440)
    sign_in_at_once(page.context, live_server, mona)
    page.goto("/operator", wait_until="load")
    found = {(width, scheme): faults_at(page, width, scheme) for width, scheme in LOOKS}
    assert {where: problems for where, problems in found.items() if problems} == {}
    page.get_by_role("button", name="Begin again").click()
    expect(page.get_by_text("12 jobs begin again.", exact=True)).to_be_visible()
    page.get_by_role("navigation", name="Running the site").get_by_role("link", name="AI agents").click()
    expect(page.get_by_role("heading", level=1, name="AI agents")).to_be_visible()
    assert faults_at(page, 360, "dark") == []
    page.context.close()
