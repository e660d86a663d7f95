"""The same decisions as JSON: what is allowed to everybody who asks, why not to those whose right it is alone."""

import io
import json
import zipfile

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from libitum.accounts.models import Scope, User
from libitum.catalog.models import AiMusicRule, Artist, Track, Visibility
from libitum.catalog.services import create_track
from libitum.catalog.services.ai_music import choose_ai_music_rule
from libitum.export.tests.conftest import story, terms
from libitum.export.tests.story import Story, another, decide
from libitum.rights.services.statements import Draft

from .programs import json_of, program_of

__all__ = ["story", "terms"]
ASK = "/api/v1/may-use"


def ask(client: Client, **body: object) -> dict[str, object]:
    answer = client.post(ASK, json.dumps(body), "application/json")
    assert answer.status_code == 200, answer.content
    return dict(answer.json())


def test_what_is_allowed_and_by_which_rule(story: Story, song: Track, client: Client) -> None:
    said = ask(client, tracks=[song.uid], purpose="disc.search", taker="instance")
    assert said["items"] == [
        {
            "track": song.uid,
            "allowed": True,
            "sentence": "It is on by the terms that were accepted, and nobody has switched it off.",
            "rule": None,
        }
    ]


def test_all_refusals_say_the_same_to_others(story: Story, song: Track, alice: User, client: Client) -> None:
    tacet = another(song.artist, "Tacet")
    decide(alice, Draft("gen.train.style", False, track=tacet))
    said = ask(client, tracks=[song.uid, tacet.uid], purpose="gen.train.style", taker="instance")
    assert {(row["allowed"], row["sentence"], row["rule"]) for row in said["items"]} == {  # type: ignore[attr-defined]
        (False, "This is not allowed.", None)
    }


def test_whose_right_it_is_learns_the_reason(story: Story, song: Track, alice: User, bob: User) -> None:
    decide(alice, Draft("gen.train.style", False))
    whole = program_of(alice, Scope.READ)
    body = json.dumps({"tracks": [song.uid], "purpose": "gen.train.style"})
    headers = {"Authorization": f"Bearer {whole.key}"}
    (row,) = Client(headers=headers).post(ASK, body, "application/json").json()["items"]
    assert (row["rule"], row["sentence"]) == ("refused", "It was refused.")
    # A key that may not read learns what anybody learns.
    headers = {"Authorization": f"Bearer {program_of(alice, Scope.UPLOAD).key}"}
    (row,) = Client(headers=headers).post(ASK, body, "application/json").json()["items"]
    assert (row["rule"], row["sentence"]) == (None, "This is not allowed.")


def test_what_is_not_there_or_not_public_is_unknown(story: Story, song: Track, ada: Artist, client: Client) -> None:
    draft = create_track(actor=ada.owner, artist=ada, title="Draft", visibility=Visibility.PRIVATE)
    said = ask(client, tracks=[song.uid, draft.uid, "a" * 16], purpose="disc.search")
    assert [row["track"] for row in said["items"]] == [song.uid]  # type: ignore[attr-defined]
    assert said["unknown"] == [draft.uid, "a" * 16]


def test_a_purpose_nobody_knows_is_refused(story: Story, song: Track, client: Client) -> None:
    said = ask(client, tracks=[song.uid], purpose="disc.nonsense")
    assert [row["allowed"] for row in said["items"]] == [False]  # type: ignore[attr-defined]


def test_without_works_nothing_is_decided(story: Story, client: Client) -> None:
    assert ask(client, purpose="disc.search")["items"] == []


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"purpose": "x"},
        {"purpose": "disc.search", "territory": "France"},
        {"purpose": "disc.search", "commercial": "yes"},
        {"purpose": "disc.search", "tracks": ["no"]},
        {"purpose": "disc.search", "tracks": ["a" * 16] * 1001},
        {"purpose": "disc.search", "who": "me"},
    ],
)
def test_bad_questions_are_refused(db: None, client: Client, body: object) -> None:
    assert client.post(ASK, json.dumps(body), "application/json").status_code == 422


def test_many_works_take_no_more_queries_than_one(story: Story, song: Track, client: Client) -> None:
    def count(uids: list[str]) -> int:
        with CaptureQueriesContext(connection) as asked:
            ask(client, tracks=uids, purpose="gen.train.style")
        return len(asked)

    others = [another(song.artist, f"Work {n}").uid for n in range(20)]
    assert count([song.uid, *others]) == count([song.uid])


def test_uses_of_a_work(story: Story, song: Track, alice: User, client: Client) -> None:
    run = story.run([song])
    story.publish()
    public = client.get(f"/api/v1/tracks/{song.uid}/uses").json()
    assert public["open"] is False
    assert public["decisions"] is None
    assert {row["purpose"]: row["answer"] for row in public["answers"]}["gen.train.style"] == "refused"
    assert [(row["engine"], row["times"]) for row in public["uses"]] == [("Ears 2.1", 1)]
    headers = {"Authorization": f"Bearer {program_of(alice, Scope.READ).key}"}
    (decision,) = Client(headers=headers).get(f"/api/v1/tracks/{song.uid}/uses").json()["decisions"]
    assert (decision["run"], decision["rule"], decision["allowed"]) == (run.uid, "by-terms", True)
    assert decision["manifest"] == run.manifest
    assert isinstance(decision["entry"], int)


def test_many_uses_come_in_pages(story: Story, song: Track, alice: User) -> None:
    for _ in range(51):
        story.run([song], hand_out=False)
    hers = program_of(alice, Scope.READ)
    first = json_of(hers.get(f"/tracks/{song.uid}/uses"))
    rest = json_of(hers.get(f"/tracks/{song.uid}/uses", before=first["next"]))
    assert (len(first["decisions"]), len(rest["decisions"]), rest["next"]) == (50, 1, None)
    assert rest["decisions"][0]["run"] not in {row["run"] for row in first["decisions"]}
    assert hers.get(f"/tracks/{song.uid}/uses", before="7").status_code == 422


def test_everything_with_its_proofs(story: Story, song: Track, alice: User, charlie: User, client: Client) -> None:
    assert client.get("/api/v1/me/bundle").status_code == 401
    headers = {"Authorization": f"Bearer {program_of(alice, Scope.READ).key}"}
    assert Client(headers=headers).get("/api/v1/me/bundle").json()["code"] == "nothing_signed"
    story.publish()
    for query in ("", f"?track={song.uid}"):
        answer = Client(headers=headers).get(f"/api/v1/me/bundle{query}")
        assert answer["Content-Type"] == "application/zip"
        with zipfile.ZipFile(io.BytesIO(answer.getvalue())) as archive:
            assert song.uid in archive.read("index.json").decode()
    others = {"Authorization": f"Bearer {program_of(charlie, Scope.READ).key}"}
    assert Client(headers=others).get(f"/api/v1/me/bundle?track={song.uid}").status_code == 404


def test_engines(story: Story, song: Track, client: Client) -> None:
    story.run([song])
    choose_ai_music_rule(rule=AiMusicRule.REFUSE)
    told = client.get("/api/v1/engines").json()
    (engine,) = told["items"]
    assert (engine["name"], engine["training"][0]["opted_in"]) == ("Ears", "yes")
    assert told["used"] == [{"purpose": "disc.organise", "works": 1}]
    assert (told["ai_music"]["rule"], told["ai_music"]["sentence"]) == ("refuse", "It is not published here.")


def test_rows_say_what_is_declared_as_generated(story: Story, song: Track, alice: User, client: Client) -> None:
    headers = {"Authorization": f"Bearer {program_of(alice, Scope.WORKS).key}"}
    body = json.dumps({"ai": {"vocals": "generated"}})
    changed = Client(headers=headers).patch(f"/api/v1/tracks/{song.uid}", body, "application/json")
    assert changed.json()["generated"] is True
    assert [row["generated"] for row in client.get("/api/v1/tracks").json()["items"]] == [True]
    assert client.get("/api/v1/tracks?generated=false").json()["items"] == []
    choose_ai_music_rule(rule=AiMusicRule.REFUSE)
    body = json.dumps({"ai": {"lyrics": "generated"}})
    refused = Client(headers=headers).patch(f"/api/v1/tracks/{song.uid}", body, "application/json")
    assert refused.status_code == 422
    assert "Music generated by AI is not published here." in refused.content.decode()
