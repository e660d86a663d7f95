"""The ledger of one's own music: every decision with its reason, what came of it, and its proof."""

import csv
import io
import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from libitum.accounts.models import User
from libitum.catalog.models import Track
from libitum.catalog.services import create_artist, update_track
from libitum.export.tests.story import Story, another, decide
from libitum.rights.models import Output, Run
from libitum.rights.services.statements import Draft
from libitum.web.tests.public.pages import read


@pytest.fixture
def run(story: Story, song: Track) -> Run:
    run = story.run([song])
    Output.objects.create(run=run, track=song, kind="tags", sha256="0" * 64)
    story.publish()
    return run


def test_before_anything_happened(song: Track, as_alice: Client) -> None:
    assert "No program has asked for a work of yours so far." in read(as_alice, "/my/ai/uses").text
    page = read(as_alice, f"/my/ai/tracks/{song.uid}/uses")
    assert "No program has asked for this work so far." in page.text


def test_a_use_is_told_with_its_reason_and_what_came_of_it(run: Run, song: Track, as_alice: Client) -> None:
    for address in ("/my/ai/uses", f"/my/ai/tracks/{song.uid}/uses"):
        page = read(as_alice, address)
        assert "Ears 2.1, for this site, for the people here" in page.text
        assert "It is on by the terms that were accepted" in page.text
        assert "Came of it: tags" in page.text
        assert f"/my/ai/tracks/{song.uid}/uses/{run.uid}" in page.hrefs


def test_refusals_are_told_to_whose_right_it_is(story: Story, song: Track, alice: User, as_alice: Client) -> None:
    decide(alice, Draft("disc.organise", False))
    story.run([song])
    text = read(as_alice, "/my/ai/uses").text
    assert "Refused" in text
    assert "It was refused." in text
    assert "Nothing was handed out." in text


def test_the_page_of_one_use_holds_what_a_browser_needs(run: Run, song: Track, as_alice: Client) -> None:
    html = as_alice.get(f"/my/ai/tracks/{song.uid}/uses/{run.uid}").content.decode()
    assert 'kind="presence"' in html
    assert f'commitment="{song.commitment.value}"' in html
    assert f'key="{song.commitment.key}"' in html
    answer = as_alice.get(f"/log/presence/{run.manifest}/{song.commitment.value}")
    assert answer.content.startswith(b"libitum-presence@v1\n")
    assert as_alice.get(f"/log/absence/{run.manifest}/{song.commitment.value}").status_code == 409


def test_that_a_work_is_in_no_list_can_be_checked(run: Run, story: Story, song: Track, as_alice: Client) -> None:
    tacet = another(song.artist, "Tacet")
    page = read(as_alice, f"/my/ai/tracks/{tacet.uid}/uses")
    assert "Lists it isn't in" in page.text
    assert f"/my/ai/tracks/{tacet.uid}/uses/{run.uid}" in page.hrefs
    html = as_alice.get(f"/my/ai/tracks/{tacet.uid}/uses/{run.uid}").content.decode()
    assert 'kind="absence"' in html
    assert as_alice.get(f"/log/absence/{run.manifest}/{tacet.commitment.value}").status_code == 200
    assert as_alice.get(f"/log/presence/{run.manifest}/{tacet.commitment.value}").status_code == 409


def test_a_work_refused_at_the_last_moment_is_in_the_list(run: Run, song: Track, as_alice: Client) -> None:
    run.uses.update(rule=11, handed_out_at=None, kept=None)
    html = as_alice.get(f"/my/ai/tracks/{song.uid}/uses/{run.uid}").content.decode()
    assert 'kind="presence"' in html
    assert "It was refused." in html


def test_a_holder_sees_it_without_the_owners_key(run: Run, song: Track, bob: User, as_bob: Client) -> None:
    address = f"/my/ai/tracks/{song.uid}/uses/{run.uid}"
    assert as_bob.get(address).status_code == 404
    theirs = create_artist(actor=bob, name="Bob Brass")
    update_track(
        actor=song.artist.owner, track=song, credits=[{"role": "vocals", "name": "Bob Brass", "artist": theirs}]
    )
    html = as_bob.get(address).content.decode()
    assert song.commitment.value in html
    assert song.commitment.key not in html
    assert "First light" in read(as_bob, "/my/ai/uses").text


def test_nobody_else_sees_it(run: Run, song: Track, as_charlie: Client) -> None:
    assert as_charlie.get(f"/my/ai/tracks/{song.uid}/uses/{run.uid}").status_code == 404
    assert "First light" not in read(as_charlie, "/my/ai/uses").text


def test_filters(story: Story, song: Track, as_alice: Client) -> None:
    tacet = another(song.artist, "Tacet")
    story.run([song], "disc.organise")
    story.run([tacet], "gen.train.style")
    today = timezone.localdate().isoformat()

    def shown(query: str) -> set[str]:
        text = read(as_alice, f"/my/ai/uses?{query}").text
        return {title for title in ("First light", "Tacet") if title in text}

    assert shown("") == {"First light", "Tacet"}
    assert shown("purpose=gen.train.style") == {"Tacet"}
    assert shown("engine=ears") == {"First light", "Tacet"}
    assert shown(f"work={song.uid}") == {"First light"}
    assert shown(f"since={today}&until={today}") == {"First light", "Tacet"}
    assert shown("until=2020-01-01") == set()
    assert "Nothing of the kind was asked." in read(as_alice, "/my/ai/uses?since=2199-01-01").text
    # What can't be understood limits nothing.
    assert shown("since=yesterday&purpose=nonsense&before=x") == {"First light", "Tacet"}


def test_the_table(story: Story, song: Track, alice: User, as_alice: Client) -> None:
    update_track(actor=alice, track=song, title="=SUM(A1)")
    story.run([song])
    story.publish()
    answer = as_alice.get("/my/ai/uses.csv?purpose=disc.organise")
    text = b"".join(answer).decode()
    (row,) = csv.DictReader(io.StringIO(text))
    assert row["title"] == "'=SUM(A1)"
    assert (row["allowed"], row["rule"], row["kept"]) == ("yes", "by-terms", "yes")
    assert row["log_entry"].isdecimal()


def test_a_long_ledger_comes_in_pages_with_the_same_queries(story: Story, song: Track, as_alice: Client) -> None:
    queries(as_alice)  # what a first visit alone asks
    for _ in range(3):
        story.run([song])
    few = queries(as_alice)
    for _ in range(60):
        story.run([song], hand_out=False)
    assert queries(as_alice) == few
    page = read(as_alice, "/my/ai/uses")
    (older,) = {href for href in page.hrefs if "before=" in href}
    assert "Not handed out." in read(as_alice, f"/my/ai/uses{older}").text


def queries(client: Client) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get("/my/ai/uses").status_code == 200
    return len(asked)


def test_the_same_rows_as_json(story: Story, song: Track, alice: User, as_alice: Client, as_bob: Client) -> None:
    update_track(actor=alice, track=song, title="=SUM(A1) “è”")
    story.run([song])
    story.run([song], "gen.train.style")
    story.publish()
    answer = as_alice.get("/my/ai/uses.json")
    assert answer["Content-Type"] == "application/json"
    assert answer["Content-Disposition"].endswith('.json"')
    refused, allowed = json.loads(b"".join(answer))
    header = next(csv.reader(io.StringIO(b"".join(as_alice.get("/my/ai/uses.csv")).decode())))
    assert list(allowed) == list(refused) == header
    assert allowed["title"] == "=SUM(A1) “è”", "as it is: no spreadsheet reads this"
    assert (allowed["allowed"], allowed["rule"], allowed["kept"]) == (True, "by-terms", True)
    assert isinstance(allowed["log_entry"], int)
    assert (refused["allowed"], refused["handed_out"], refused["came_of_it"]) == (False, None, [])
    (row,) = json.loads(b"".join(as_alice.get("/my/ai/uses.json?purpose=disc.organise")))
    assert row == allowed
    assert json.loads(b"".join(as_bob.get("/my/ai/uses.json"))) == []


def test_both_tables_are_streamed_with_the_same_queries_however_long(
    story: Story, song: Track, as_alice: Client
) -> None:
    def cost(address: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            answer = as_alice.get(address)
            assert answer.streaming
            assert b"".join(answer)
        return len(asked)

    story.run([song])
    addresses = ("/my/ai/uses.csv", "/my/ai/uses.json")
    [cost(address) for address in addresses]  # what a first visit alone asks
    few = [cost(address) for address in addresses]
    for _ in range(40):
        story.run([song], hand_out=False)
    assert [cost(address) for address in addresses] == few
