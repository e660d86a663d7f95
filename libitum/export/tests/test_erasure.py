"""Whoever leaves is gone: neither database nor log says who they were, and what they kept still proves what it did."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from conftest import PASSWORD
from libitum.accounts.models import User
from libitum.accounts.services import close_account
from libitum.catalog.models import Track
from libitum.catalog.services import create_artist, create_release, delete_track, update_track
from libitum.ledger.models import Pseudonym
from libitum.rights.models import Commitment, Holding, Party, SigningKey, Statement, Word
from libitum.rights.selectors.receipts import receipt_text
from libitum.rights.selectors.resolving import decide as resolve
from libitum.rights.services.holdings import answer_holding
from libitum.rights.services.parties import party_of
from libitum.rights.services.statements import Draft
from libitum_verify.rights.facts import INSTANCE, Use
from libitum_verify.rights.receipt import check_receipt

from .story import Story, decide


def rows() -> Iterator[tuple[str, str]]:
    """Everything in the database, table by table."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - a table's own name
            for row in cursor.fetchall():
                yield (
                    table,
                    " ".join(
                        bytes(cell).decode("latin1") if isinstance(cell, bytes | memoryview) else str(cell)
                        for cell in row
                    ),
                )


def log_files() -> Iterator[tuple[str, str]]:
    for path in Path(settings.LEDGER_ROOT).rglob("*"):
        if path.is_file():
            yield path.name, path.read_bytes().decode("latin1")


def found(secrets: dict[str, str]) -> list[tuple[str, str]]:
    everything = [*rows(), *log_files()]
    return [(where, name) for name, secret in secrets.items() for where, text in everything if secret in text]


@pytest.fixture
def kept(story: Story, song: Track, alice: User) -> list[str]:
    """Receipts that Alice took with her."""
    create_release(actor=alice, artist=song.artist, title="Rooms of glass", tracks=[song])
    said = [
        decide(alice, Draft("gen.train.style", True, track=song, credit="Alicia of the North")),
        decide(alice, Draft("disc.search", False), Draft("listen.history", False)),
    ]
    story.run([song], "gen.train.style")
    story.publish()
    return [receipt_text(statement) for statement in said]


@pytest.fixture
def secrets(kept: list[str], song: Track, alice: User) -> dict[str, str]:
    """Whatever would tell that it was Alice."""
    key = SigningKey.objects.get(user=alice)
    statement = json.loads(kept[0])["statement"]
    return {
        "e-mail address": alice.email,
        "name": "Alice",
        "id of the account": alice.uid,
        "page": "Ada Ferrante",
        "address": "ada-ferrante",
        "title": "First light",
        "id of the track": song.uid,
        "release": "Rooms of glass",
        "how to credit": "Alicia of the North",
        "key of the commitment": Commitment.objects.get(track=song).key,
        "nonce of the statement": statement["nonce"],
        "passkey": key.credential_id,
        "public key": key.public_key,
    }


def test_before_she_leaves_all_of_it_is_there(secrets: dict[str, str]) -> None:
    assert {name for _where, name in found(secrets)} == set(secrets)


def test_nothing_in_database_or_log_says_who_she_was(secrets: dict[str, str], alice: User) -> None:
    close_account(user=alice)
    assert found(secrets) == []
    assert not Pseudonym.objects.exclude(kind="run").exists()


def test_nothing_of_it_was_in_the_log_at_any_time(secrets: dict[str, str]) -> None:
    assert [name for name, secret in secrets.items() for _file, text in log_files() if secret in text] == []


def test_what_she_kept_still_proves_what_it_did(kept: list[str], alice: User, story: Story) -> None:
    close_account(user=alice)
    story.publish()
    for text in kept:
        findings = check_receipt(text.encode())
        assert findings.logged
        assert findings.missing == []
    assert check_receipt(kept[0].encode()).signed


def test_her_refusal_goes_on_binding_what_she_had_a_part_in(story: Story, song: Track, alice: User, bob: User) -> None:
    theirs = create_artist(actor=bob, name="Bob Brass")
    update_track(actor=alice, track=song, credits=[{"role": "vocals", "name": "Bob Brass", "artist": theirs}])
    answer_holding(actor=bob, holding=Holding.objects.get(party__user=bob), confirmed=True)
    decide(alice, Draft("gen.train.style", True))
    decide(bob, Draft("gen.train.style", True))
    use = Use("gen.train.style", INSTANCE)
    at = int(Word.objects.latest("pk").at) + 1
    assert resolve([song], use, at)[song.pk].allowed
    party = party_of(bob)
    close_account(user=bob)
    assert not resolve([song], use, at)[song.pk].allowed
    party.refresh_from_db()
    assert (party.user, party.name) == (None, "")
    assert Word.objects.filter(party=party).exists()
    assert bytes(Statement.objects.get(party=party).body) == b""


def test_people_whom_only_her_credits_named_are_forgotten(story: Story, song: Track, alice: User) -> None:
    update_track(actor=alice, track=song, credits=[{"role": "vocals", "name": "Zoe Zimmer"}])
    assert Party.objects.filter(name="Zoe Zimmer").exists()
    close_account(user=alice)
    assert not Party.objects.exists()


def test_a_deleted_work_has_no_name_in_the_log_any_more(story: Story, song: Track, alice: User) -> None:
    assert Pseudonym.objects.filter(kind="work", subject=song.uid).exists()
    uid = song.uid
    delete_track(actor=alice, track=song)
    assert not Pseudonym.objects.filter(kind="work", subject=uid).exists()
    assert not Commitment.objects.exists()


def test_the_page_says_step_by_step_what_goes_and_what_remains(as_alice: Client, song: Track) -> None:
    as_alice.post("/accounts/reauthenticate/?next=/settings/close", {"password": PASSWORD})
    text = as_alice.get("/settings/close").content.decode()
    assert "What stays in the log" in text
    assert "a random name" in text
