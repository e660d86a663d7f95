"""What a machine that watches us is told."""

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

import pytest
from django.core.cache import cache
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from libitum.ops.models import Worker
from libitum.ops.pulse import beat
from libitum.ops.selectors import PROBES, readiness
from libitum.ops.sweeps import remove_old_probes

READY = {"status": "ready", "failing": []}


@pytest.fixture
def ready(settings: Settings, tmp_path: Path, db: None) -> Iterator[None]:
    """An instance that has all it needs, one worker included."""
    settings.STATIC_ROOT = tmp_path / "static"
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "staticfiles.json").write_text("{}")
    settings.DISK_RESERVE_BYTES = 0
    beat()
    readiness.forget()
    yield
    readiness.forget()
    cache.clear()


def failing(client: Client) -> list[str]:
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response["Cache-Control"].startswith("max-age=0")
    return list(response.json()["failing"])


def test_the_process_answers_without_asking_the_database(client: Client) -> None:
    # No database fixture: a query would fail this test.
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


@pytest.mark.usefixtures("ready")
def test_ready(client: Client) -> None:
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (200, READY)


@pytest.mark.usefixtures("ready")
def test_who_asks_often_makes_no_work(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    assert client.get("/readyz").status_code == 200
    with django_assert_num_queries(0), patch("libitum.ops.selectors.storages", {}):
        assert client.get("/readyz").json() == READY


@pytest.mark.usefixtures("ready")
def test_that_something_fails_is_not_remembered(client: Client, settings: Settings) -> None:
    settings.DISK_RESERVE_BYTES = 2**62
    assert failing(client) == ["disk"]
    settings.DISK_RESERVE_BYTES = 0
    assert client.get("/readyz").status_code == 200
    with patch("libitum.ops.selectors.GOOD_FOR_SECONDS", 0.0):
        readiness.forget()
        assert client.get("/readyz").status_code == 200
        settings.DISK_RESERVE_BYTES = 2**62
        assert failing(client) == ["disk"]


@pytest.mark.usefixtures("ready")
def test_asked_by_number_it_answers_too(client: Client) -> None:
    assert client.get("/readyz", headers={"host": "127.0.0.1:8000"}).status_code == 200


@pytest.mark.usefixtures("ready")
def test_no_worker(client: Client) -> None:
    Worker.objects.update(seen_at=timezone.now() - timedelta(minutes=2))
    assert failing(client) == ["worker"]


@pytest.mark.usefixtures("ready")
def test_a_disk_below_its_reserve(client: Client, settings: Settings) -> None:
    settings.DISK_RESERVE_BYTES = 2**62
    assert failing(client) == ["disk"]


@pytest.mark.usefixtures("ready")
def test_media_that_can_not_be_written(client: Client, settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "media").write_text("a file in the folder's place")
    assert failing(client) == ["storage"]


@pytest.mark.usefixtures("ready")
def test_static_files_that_are_missing(client: Client, tmp_path: Path) -> None:
    (tmp_path / "static" / "staticfiles.json").unlink()
    assert failing(client) == ["static"]


@pytest.mark.usefixtures("ready")
def test_a_migration_that_is_missing(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'catalog'")
    assert failing(client) == ["migrations"]


@pytest.mark.usefixtures("ready")
def test_a_database_that_does_not_answer_is_named_without_its_secrets(client: Client) -> None:
    told = OperationalError('connection to "db.internal" as "libitum" failed: password "hunter2"')
    with patch("libitum.ops.selectors.connection.cursor", side_effect=told):
        response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["failing"] == ["database"]
    assert "hunter2" not in response.content.decode()


@pytest.mark.usefixtures("ready")
def test_looking_leaves_nothing_behind(client: Client, tmp_path: Path) -> None:
    client.get("/readyz")
    assert [path for path in tmp_path.rglob("*") if path.is_file() and path.name != "staticfiles.json"] == []


@pytest.mark.usefixtures("ready")
def test_what_a_killed_look_left_is_removed_and_a_young_one_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "media" / PROBES
    folder.mkdir(parents=True)
    for name in ("old", "young"):
        (folder / name).write_text("probe")
    os.utime(folder / "old", (0, 0))
    remove_old_probes()
    assert [path.name for path in folder.iterdir()] == ["young"]


@pytest.mark.parametrize("page", ["/healthz", "/readyz"])
def test_only_looking_is_allowed(client: Client, page: str) -> None:
    assert client.post(page).status_code == 405
