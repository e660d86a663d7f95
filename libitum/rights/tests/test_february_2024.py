"""February 2024, three ways: a clause is widened, words on AI are slipped in, a text is edited where it lies.

Each becomes visible on the history page and in the feed, is told to everybody on the site and by letter, is in the
log, and changes nothing for anybody who hasn't said yes.
"""

import json
import shutil
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.mail import EmailMessage
from django.test import Client

from libitum.accounts.models import User
from libitum.catalog.models import Track
from libitum.ledger.log import published_log
from libitum.ledger.selectors import entry_values
from libitum.rights.models import Alteration, TermsText, TermsVersion
from libitum.rights.selectors.resolving import decide
from libitum.rights.selectors.terms import history
from libitum.rights.services.announcing import send_due_letters
from libitum.rights.services.terms import accept
from libitum.rights.services.watching import watch_terms
from libitum.rights.wording.folder import SHIPPED
from libitum_verify.rights.facts import INSTANCE, Use
from libitum_verify.rights.vocabulary import vocabulary

from .versions import announced, shipped

Mailbox = list[EmailMessage]
SLIPPED_IN = "You agree that your music may be used to inform and train artificial intelligence."
ANCHOR = "This permission costs us nothing"
IN_A_YEAR = 366 * 24 * 3600  # seconds


def decisions(song: Track, *, after: int = IN_A_YEAR) -> dict[str, tuple[bool, str]]:
    """What may be done with the song, for every purpose there is, once all that was announced is in force."""
    at = int(time.time()) + after
    asked = {p: Use(purpose=p, taker=INSTANCE, actor="engine", territory="FR") for p in vocabulary().purposes}
    found = {purpose: decide([song], use, at)[song.pk] for purpose, use in asked.items()}
    return {purpose: (decision.allowed, decision.rule.value) for purpose, decision in found.items()}


def logged(kind: str) -> list[dict[str, object]]:
    entries = entry_values(event.entry or 0 for event in history())
    return [dict(entry) for entry in entries.values() if entry["type"] == kind]


def test_a_clause_is_widened(
    *, terms: TermsVersion, song: Track, as_alice: Client, alice: User, client: Client, mailoutbox: Mailbox
) -> None:
    before = decisions(song)
    version = announced(shipped(clause={"ana.research": "D"}))
    assert decisions(song) == before
    assert before["ana.research"] == (False, "not-given")
    assert "Version 2" in client.get("/terms/history").content.decode()
    assert "Version 2" in client.get("/terms/feed.xml").content.decode()
    page = client.get("/terms/2/diff").content.decode()
    assert "wider: only for who says yes" in page
    assert "Take part in research" in page
    assert "Version 2 of the terms is announced" in as_alice.get("/").content.decode()
    assert send_due_letters() == 3
    assert "Take part in research" in mailoutbox[0].body
    assert [entry["number"] for entry in logged("terms.publish")] == [1, 2]
    accept(user=alice, version=version, language="en", how="page")
    assert decisions(song)["ana.research"] == (True, "by-terms")


def test_words_about_ai_are_slipped_in_elsewhere(
    *, terms: TermsVersion, song: Track, as_alice: Client, alice: User, client: Client, mailoutbox: Mailbox
) -> None:
    before = decisions(song)
    version = announced(shipped(replace=(ANCHOR, f"{SLIPPED_IN} {ANCHOR}")))
    assert decisions(song) == before
    assert "Version 2" in client.get("/terms/history").content.decode()
    assert "Version 2" in client.get("/terms/feed.xml").content.decode()
    page = client.get("/terms/2/diff").content.decode()
    assert "counts as wider: only for who says yes" in page
    assert f"<ins>{SLIPPED_IN} </ins>" in page
    assert "This speaks of AI and has changed" in page
    assert "Version 2 of the terms is announced" in as_alice.get("/").content.decode()
    assert send_due_letters() == 3
    assert "Words about AI have changed elsewhere in the text" in mailoutbox[0].body
    assert [entry["number"] for entry in logged("terms.publish")] == [1, 2]
    # Whatever the prose says, the clause decides: not even a yes gives what the clause doesn't.
    accept(user=alice, version=version, language="en", how="page")
    assert decisions(song) == before


def edit_text(version: TermsVersion, tmp_path: Path) -> Path:
    row = TermsText.objects.get(version=version, language="en")
    TermsText.objects.filter(pk=row.pk).update(body=row.body.replace(ANCHOR, SLIPPED_IN))
    return SHIPPED


def edit_clause(version: TermsVersion, tmp_path: Path) -> Path:
    TermsVersion.objects.filter(pk=version.pk).update(clause={**version.clause, "ana.research": "D"})
    return SHIPPED


def edit_clause_and_hash(version: TermsVersion, tmp_path: Path) -> Path:
    """By somebody who knows how it is checked."""
    edit_clause(version, tmp_path)
    from libitum.rights.selectors.terms import digest_of, document_of  # noqa: PLC0415 - this forger's tools

    version.refresh_from_db()
    TermsVersion.objects.filter(pk=version.pk).update(sha256=digest_of(document_of(version)))
    return SHIPPED


def edit_date(version: TermsVersion, tmp_path: Path) -> Path:
    assert version.effective_at is not None
    later = version.effective_at + timedelta(days=1000)
    TermsVersion.objects.filter(pk=version.pk).update(effective_at=later)
    return SHIPPED


def edit_file_of_the_log(version: TermsVersion, tmp_path: Path) -> Path:
    path = published_log().root / "files" / version.sha256
    path.write_bytes(path.read_bytes().replace(b"exclusive", b"exclusivE"))
    return SHIPPED


def edit_shipped_file(version: TermsVersion, tmp_path: Path) -> Path:
    folder = tmp_path / "terms"
    shutil.copytree(SHIPPED, folder)
    path = folder / "1" / "clause.json"
    clause = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**clause, "ana.research": "D"}), encoding="utf-8")
    return folder


EDITS = [
    (edit_text, "database"),
    (edit_clause, "database"),
    (edit_clause_and_hash, "database"),
    (edit_date, "database"),
    (edit_file_of_the_log, "log"),
    (edit_shipped_file, "shipped"),
]


@pytest.fixture
def own_log(settings: pytest.FixtureRequest, tmp_path: Path) -> None:
    """What is spoilt here is nobody else's."""
    settings.LEDGER_ROOT = tmp_path / "log"  # type: ignore[attr-defined]


@pytest.mark.usefixtures("own_log")
@pytest.mark.parametrize(("edit", "place"), EDITS, ids=[edit.__name__ for edit, _place in EDITS])
def test_a_text_is_edited_where_it_lies(
    *,
    edit: Callable[[TermsVersion, Path], Path],
    place: str,
    tmp_path: Path,
    terms: TermsVersion,
    song: Track,
    as_alice: Client,
    client: Client,
    mailoutbox: Mailbox,
) -> None:
    before = decisions(song)
    folder = edit(terms, tmp_path)
    assert watch_terms(folder) == watch_terms(folder) == 1
    assert decisions(song) == before
    assert decisions(song, after=0) == before
    shown = client.get("/terms/1")
    assert shown.status_code == (503 if place == "database" else 200)
    assert SLIPPED_IN not in shown.content.decode()
    assert "Version 1 was changed without announcement" in client.get("/terms/history").content.decode()
    assert "Version 1 was changed without announcement" in client.get("/terms/feed.xml").content.decode()
    assert "changed without announcement" in as_alice.get("/").content.decode()
    assert send_due_letters() == 3
    assert "The changed text counts for nothing" in mailoutbox[0].body
    [entry] = logged("terms.altered")
    assert (entry["number"], entry["place"]) == (1, place)
    assert entry["published"] != entry["found"]


@pytest.mark.usefixtures("own_log")
def test_what_is_put_right_stays_in_the_history(
    terms: TermsVersion, tmp_path: Path, as_alice: Client, client: Client
) -> None:
    row = TermsText.objects.get(version=terms, language="en")
    edit_text(terms, tmp_path)
    watch_terms()
    TermsText.objects.filter(pk=row.pk).update(body=row.body)
    assert watch_terms() == 0
    assert client.get("/terms").status_code == 200
    assert "changed without announcement" in client.get("/terms/history").content.decode()
    assert "changed without announcement" not in as_alice.get("/").content.decode()
    edit_text(terms, tmp_path)
    watch_terms()
    assert Alteration.objects.count() == 2


@pytest.mark.usefixtures("own_log")
def test_nothing_is_accepted_while_it_is_altered(
    terms: TermsVersion, tmp_path: Path, as_mona: Client, mona: User
) -> None:
    edit_text(terms, tmp_path)
    response = as_mona.post("/terms/1/accept", {"yes": "on"})
    assert response.status_code == 503
    assert not mona.acceptances.exists()


@pytest.mark.usefixtures("own_log")
def test_a_file_that_is_lost_is_put_back_and_alarms_nobody(terms: TermsVersion) -> None:
    path = published_log().root / "files" / terms.sha256
    data = path.read_bytes()
    path.unlink()
    assert watch_terms() == 0
    assert path.read_bytes() == data


@pytest.mark.usefixtures("own_log")
def test_letters_go_out_even_when_a_text_was_altered_meanwhile(
    terms: TermsVersion, song: Track, mailoutbox: Mailbox
) -> None:
    announced(shipped(clause={"ana.research": "D"}))
    TermsText.objects.filter(version=terms, language="en").update(body="Other words")
    assert send_due_letters() == 3
    assert "/terms/2/diff" in mailoutbox[0].body
    assert "Nothing in them allows programs more" not in mailoutbox[0].body
