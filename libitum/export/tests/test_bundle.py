"""What a lawyer gets: checked by the verifier that lies in it, in plain Python, without the site."""

import csv
import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from libitum.accounts.models import User
from libitum.catalog.models import Track
from libitum.rights.services.statements import Draft
from libitum_verify.proof import InclusionProof

from .story import Story, another, decide


def unpacked(client: Client, address: str, folder: Path) -> Path:
    response = client.get(address)
    assert response.status_code == 200
    data = b"".join(response)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        archive.extractall(folder)
    return folder


def verify(folder: Path, *more: str) -> tuple[int, dict[str, Any]]:
    """By the verifier in the bundle, in a Python that knows nothing else."""
    command = [sys.executable, "-I", "-c", "import sys; sys.path.insert(0, '.'); from libitum_verify.cli import main; "]
    command[-1] += "sys.exit(main(sys.argv[1:]))"
    done = subprocess.run(
        [*command, "--json", "bundle", ".", *more], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.stdout, done.stderr
    return done.returncode, json.loads(done.stdout)


@pytest.fixture
def folder(story: Story, song: Track, alice: User, as_alice: Client, tmp_path: Path) -> Path:
    """Two works, one of which was opened to learning a style, and three runs."""
    tacet = another(song.artist, "Tacet")
    decide(alice, Draft("gen.train.style", True, track=song))
    decide(alice, Draft("disc.organise", False, track=tacet))
    for purpose in ("disc.organise", "gen.train.style"):
        story.run([song, tacet], purpose)
    story.publish()
    return unpacked(as_alice, "/my/ai/bundle", tmp_path / "bundle")


def test_everything_in_it_is_proved(folder: Path) -> None:
    code, said = verify(folder)
    assert (code, said["verdict"]) == (0, "proved")
    told = "\n".join(said["verdicts"])
    assert "“First light” and the list of entry" in told
    assert told.count("is in it, among 1") == 2
    assert told.count("is NOT in it, among 1") == 2
    assert "signed with a passkey, logged at" in told
    assert "a refusal, which needs no signature, logged at" in told
    assert "its key opens it" in told


def test_with_the_log_at_hand_nothing_is_left_out(folder: Path, story: Story, song: Track) -> None:
    mirror = str(settings.LEDGER_ROOT)
    code, said = verify(folder, "--mirror", mirror)
    assert (code, said["complete"]) == (0, "every list of the log up to this checkpoint is in it")
    # The log goes on; what came after the bundle isn't missing from it.
    story.run([song])
    story.publish()
    assert verify(folder, "--mirror", mirror)[0] == 0
    lists = [path for path in (folder / "log").iterdir() if is_about(path, "use.batch")]
    lists[0].unlink()
    code, said = verify(folder, "--mirror", mirror)
    assert (code, said["reason"]) == (1, "missing")


def is_about(path: Path, kind: str) -> bool:
    return f'"type":"{kind}"'.encode() in InclusionProof.parse(path.read_bytes()).extra


def test_it_says_what_it_is_in_the_persons_language(folder: Path, as_alice: Client, tmp_path: Path) -> None:
    text = (folder / "README.txt").read_text()
    assert "python3 -m libitum_verify bundle ." in text
    assert "What it can't prove" in text
    rows = list(csv.DictReader(io.StringIO((folder / "uses.csv").read_text())))
    assert [(row["title"], row["purpose"], row["allowed"]) for row in rows] == [
        ("Tacet", "gen.train.style", "no"),
        ("First light", "gen.train.style", "yes"),
        ("Tacet", "disc.organise", "no"),
        ("First light", "disc.organise", "yes"),
    ]


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


@pytest.mark.parametrize("where", ["texts", "receipts", "log", "lists"])
def test_whatever_is_changed_is_found(folder: Path, where: str) -> None:
    changed = sorted((folder / where).iterdir())
    for path in changed:
        before = path.read_bytes()
        flip(path)
        code, said = verify(folder)
        assert (code, said["verdict"]) == (1, "refused"), path.name
        path.write_bytes(before)
    assert changed
    assert verify(folder)[0] == 0


def test_another_commitment_is_not_this_works(folder: Path) -> None:
    index = json.loads((folder / "index.json").read_text())
    index["works"][0]["commitment"] = "0" * 64
    (folder / "index.json").write_text(json.dumps(index))
    code, said = verify(folder)
    assert code == 1
    assert "The log fixes another value for it." in said["sentence"]


def test_of_one_work_only_that(story: Story, song: Track, alice: User, as_alice: Client, tmp_path: Path) -> None:
    tacet = another(song.artist, "Tacet")
    decide(alice, Draft("disc.organise", False, track=tacet))
    decide(alice, Draft("disc.search", False))
    story.run([song, tacet])
    story.publish()
    folder = unpacked(as_alice, f"/my/ai/tracks/{song.uid}/bundle", tmp_path / "one")
    code, said = verify(folder)
    assert code == 0, said
    assert len(list((folder / "receipts").iterdir())) == 1
    assert "Tacet" not in (folder / "index.json").read_text()


def test_before_the_log_has_signed_anything_there_is_none(song: Track, as_alice: Client) -> None:
    answer = as_alice.get("/my/ai/bundle")
    assert answer.status_code == 409
    assert "The log has not signed anything so far." in answer.content.decode()


def test_works_of_others_are_not_there(story: Story, song: Track, as_charlie: Client) -> None:
    story.publish()
    assert as_charlie.get(f"/my/ai/tracks/{song.uid}/bundle").status_code == 404
