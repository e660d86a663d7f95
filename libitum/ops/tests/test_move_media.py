"""An instance that moves from a folder to a bucket and back, by the command that its operator has."""

import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from libitum.media.tests.s3 import BUCKET, S3

from .instances import Instance, prepared_instance
from .prepared import ROOT

pytestmark = pytest.mark.own_database

FILL = """
from django.core.files.base import ContentFile
from django.utils import timezone
from libitum.media.models import Original
from libitum.media.storage import media
import hashlib, os
for number in range({count}):
    content = os.urandom(20_000 + number)
    sha256 = hashlib.sha256(content).hexdigest()
    row = Original.objects.create(sha256=sha256, size=len(content), stored_at=timezone.now())
    media().save(row.storage_name, ContentFile(content))
    media().save(f"masters/m{{number}}/1/aac.mp4", ContentFile(content[:500]))
"""


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = prepared_instance(tmp_path_factory.mktemp("filled"), "moved")
    made.do(FILL.format(count=20))
    return made.home


@pytest.fixture
def instance(tmp_path: Path, filled: Path) -> Instance:
    """On SQLite; where it keeps its media is for the variables to say, which it gets with each command."""
    return Instance(shutil.copytree(filled, tmp_path / "home"))


def run(instance: Instance, s3: S3, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """With the bucket named, as its operator does it."""
    command = [sys.executable, "-m", "libitum", *arguments]
    environment = {**instance.environment, **s3.environment}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def folder_of(instance: Instance) -> dict[str, str]:
    return hashes(instance.home / "media")


def bucket_of(s3: S3) -> dict[str, str]:
    return hashes(s3.root / BUCKET)


def hashes(root: Path) -> dict[str, str]:
    files = (path for path in root.rglob("*") if path.is_file())
    found = {path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
    return {name: value for name, value in found.items() if name.startswith(("originals/", "masters/"))}


def test_everything_is_there_and_proven(instance: Instance, s3: S3) -> None:
    before = folder_of(instance)
    assert len(before) == 40
    done = run(instance, s3, "move-media", "bucket")
    assert done.returncode == 0, done.stderr
    assert "40 objects" in done.stdout
    assert "40 of them new" in done.stdout
    assert bucket_of(s3) == folder_of(instance) == before
    assert "0 of them new" in run(instance, s3, "move-media", "bucket").stdout


def test_what_came_and_went_meanwhile(instance: Instance, s3: S3) -> None:
    run(instance, s3, "move-media", "bucket")
    instance.do(FILL.format(count=1))
    gone = next(path for path in (instance.home / "media" / "originals").rglob("*") if path.is_file())
    gone.unlink()
    instance.do(f"from libitum.media.models import Original; Original.objects.get(sha256='{gone.name}').delete()")
    done = run(instance, s3, "move-media", "bucket")
    assert done.returncode == 0, done.stderr
    assert "1 were removed here since" in done.stdout
    assert bucket_of(s3) == folder_of(instance)


def test_an_object_that_is_not_what_it_was(instance: Instance, s3: S3) -> None:
    """In the other store it is copied anew; here it is moved as it is, and named."""
    run(instance, s3, "move-media", "bucket")
    (instance.home / ".moving-to-bucket").unlink()
    names = sorted(name for name in folder_of(instance) if name.startswith("originals/"))
    copy = s3.root / BUCKET / names[0]
    copy.write_bytes(bytes(copy.stat().st_size))
    damaged = instance.home / "media" / names[1]
    damaged.write_bytes(damaged.read_bytes()[:-1] + b"!")
    done = run(instance, s3, "move-media", "bucket")
    assert done.returncode == 3
    assert names[1] in done.stderr
    assert bucket_of(s3) == folder_of(instance)


def test_what_is_in_neither_place_is_named(instance: Instance, s3: S3) -> None:
    name = next(name for name in folder_of(instance) if name.startswith("originals/"))
    (instance.home / "media" / name).unlink()
    done = run(instance, s3, "move-media", "bucket")
    assert done.returncode == 3
    assert name in done.stderr


def test_interrupted_at_any_moment_it_goes_on(instance: Instance, s3: S3) -> None:
    seed = int.from_bytes(os.urandom(4), "big")
    print(f"seed {seed}")
    chance = random.Random(seed)
    environment = {**instance.environment, **s3.environment}
    for _each in range(4):
        move = subprocess.Popen(
            [sys.executable, "-m", "libitum", "move-media", "bucket"],
            cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        time.sleep(chance.uniform(0.6, 2.0))
        move.send_signal(signal.SIGKILL)
        move.wait()
    assert run(instance, s3, "move-media", "bucket").returncode == 0
    assert bucket_of(s3) == folder_of(instance)


def test_nothing_is_removed_before_it_is_proven(instance: Instance, s3: S3) -> None:
    refused = run(instance, s3, "move-media", "bucket", "--remove")
    assert refused.returncode == 1
    assert "Nothing was removed" in refused.stderr
    before = folder_of(instance)
    run(instance, s3, "move-media", "bucket")
    name = next(iter(before))
    (s3.root / BUCKET / name).unlink()
    assert "Nothing was removed" in run(instance, s3, "move-media", "bucket", "--remove").stderr
    assert folder_of(instance) == before


def test_there_and_back(instance: Instance, s3: S3) -> None:
    before = folder_of(instance)
    run(instance, s3, "move-media", "bucket")
    assert run(instance, s3, "move-media", "bucket", "--remove").returncode == 0
    assert folder_of(instance) == {}
    done = run(instance, s3, "move-media", "folder")
    assert done.returncode == 0, done.stderr
    assert folder_of(instance) == bucket_of(s3) == before
    assert run(instance, s3, "move-media", "folder", "--remove").returncode == 0
    assert bucket_of(s3) == {}


def test_a_bucket_must_be_named_and_be_there(instance: Instance, s3: S3) -> None:
    unnamed = instance.run("move-media", "bucket")
    assert unnamed.returncode == 1
    assert "LIBITUM_S3_BUCKET" in unnamed.stderr
    elsewhere = S3("http://127.0.0.1:9", s3.root)
    away = run(instance, elsewhere, "move-media", "bucket")
    assert away.returncode == 1
    assert "does not answer" in away.stderr
    assert "Traceback" not in away.stderr
