"""The log for people: read from its files, so it outlives the database."""

import hashlib
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from django.utils.html import escape
from pytest_django import Settings

from libitum.ledger.models import Entry, SignedCheckpoint
from libitum.ledger.publishing import heartbeat, make_key_once
from libitum.ledger.registry import entry_types
from libitum.ledger.selectors import checkpoints, log_state
from libitum.ledger.services import append, publish_manifest, publish_now
from libitum_verify.cli import main

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed() -> None:
    make_key_once()
    heartbeat()
    publish_now()
    grow()


def grow() -> None:
    with transaction.atomic():
        append(type="key.rotate", bodies=[{"old": f"key {n}", "new": "x"} for n in range(60)])
    publish_now()


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_before_the_first_checkpoint_the_page_says_so(client: Client) -> None:
    assert "Nothing has been signed yet." in text(client, "/log/")
    assert client.get("/log/entries/0").status_code == 404
    assert client.get("/log/entries/0.tlog-proof").status_code == 404


def own_part(page: str) -> str:
    """What a page says of the log, without the site around it, whose forms have a token each time."""
    return page.partition("<main")[2].partition("</main>")[0] or page


def served(client: Client, path: str) -> bytes:
    answer = client.get(path)
    data: bytes = answer.getvalue()
    answer.close()
    return data


@pytest.mark.usefixtures("signed")
def test_entries_newest_first_in_pages(client: Client) -> None:
    size = log_state().size
    first = text(client, "/log/")
    assert f"/log/entries/{size - 1}" in first
    assert f"?before={size - 50}" in first
    older = text(client, f"/log/?before={size - 50}")
    assert f"/log/entries/{size - 51}" in older
    assert 'href="?before=' not in older
    assert client.get("/log/?before=x").status_code == 200


@pytest.mark.usefixtures("signed")
def test_each_type_is_explained_with_its_form(client: Client) -> None:
    page = text(client, "/log/types")
    for name, known in entry_types().items():
        assert name in page
        assert escape(str(known.explanation))[:20] in page
        assert f"/log/files/{known.sha256}" in page
        assert hashlib.sha256(served(client, f"/log/files/{known.sha256}")).hexdigest() == known.sha256


@pytest.mark.usefixtures("signed")
def test_checkpoints_over_time(client: Client) -> None:
    page = text(client, "/log/checkpoints")
    assert len(checkpoints()) == 2
    for checkpoint in checkpoints():
        assert checkpoint.root[:16] in page
        assert str(checkpoint.size) in page


@pytest.mark.usefixtures("signed")
def test_what_cannot_be_proved_stands_beside_every_proof(client: Client) -> None:
    for path in ("/log/", "/log/entries/3"):
        page = text(client, path)
        assert "What this can&#x27;t prove" in page or "What this can't prove" in page
        assert "No witness yet" in text(client, "/log/")


@pytest.mark.usefixtures("signed")
def test_a_log_that_lost_its_database_is_served_and_proved_from_its_files(
    client: Client, tmp_path: Path, settings: Settings
) -> None:
    paths = ("/log/", "/log/entries/20", "/log/entries/20.tlog-proof")
    before = {path: own_part(text(client, path)) for path in paths}
    Entry.objects.all().delete()
    SignedCheckpoint.objects.all().delete()
    assert {path: own_part(text(client, path)) for path in paths} == before
    proof = tmp_path / "proof"
    proof.write_text(before["/log/entries/20.tlog-proof"])
    vkey = served(client, "/log/vkey").decode().splitlines()[0]
    assert main(["inclusion", str(proof), "--key", vkey]) == 0
    assert main(["audit", "--mirror", str(settings.LEDGER_ROOT), "--key", vkey]) == 0
    # The next publication brings back what the files hold, the checkpoints over time among it.
    grow()
    assert [c.size for c in checkpoints()] == [log_state().size, log_state().size - 60, log_state().size - 120]
    assert main(["audit", "--mirror", str(settings.LEDGER_ROOT), "--key", vkey]) == 0


def test_absence_is_proved_and_presence_is_said(client: Client) -> None:
    values = [bytes([n]) * 32 for n in range(0, 200, 2)]
    manifest = publish_manifest(values)
    address = f"/log/absence/{manifest['sha256']}"
    proof = client.get(f"{address}/{'07' * 32}")
    assert proof.status_code == 200
    assert proof.content.startswith(b"libitum-absence@v1\n")
    assert client.get(f"{address}/{values[3].hex()}").status_code == 409
    assert client.get(f"/log/absence/{'0' * 64}/{'07' * 32}").status_code == 404
