"""The cast: alice publishes, bob listens, charlie is another artist, mona moderates."""

import gc
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

# Before Django reads its settings: a home of the test run's own, thrown away by the system.
os.environ.setdefault("LIBITUM_HOME", tempfile.mkdtemp(prefix="libitum-test-"))
# What all processes of the run share.
os.environ.setdefault("LIBITUM_TEST_SHARED", tempfile.mkdtemp(prefix="libitum-test-shared-"))
# What the PostgreSQL of the tests has connections for.
os.environ.setdefault("LIBITUM_WEB_THREADS", "16")
if "LIBITUM_TEST_DATABASE_URL" in os.environ:
    os.environ["LIBITUM_DATABASE_URL"] = os.environ["LIBITUM_TEST_DATABASE_URL"]

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import encrypt
from django.core.cache import caches
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.http.response import HttpResponseBase
from django.test import Client

from libitum.accounts.models import User
from libitum.catalog.models import Artist, Track, Visibility
from libitum.catalog.services import create_artist, create_track, mark_audio_ready
from libitum.common import limits
from libitum.media.stores.multipart import Multipart
from libitum.media.tests.s3 import S3, running
from libitum.ops.tests.prepared import create_database, prepared
from libitum.policy import policy

PASSWORD = "a clear night in March"
ON_POSTGRES = "LIBITUM_TEST_DATABASE_URL" in os.environ
# Of the processes among which a run is dealt out (pytest-xdist).
IS_ONE_OF_SEVERAL = "PYTEST_XDIST_WORKER" in os.environ
WITH_DATABASE = {"db", "transactional_db", "live_server", "django_db_setup"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What touches no database says nothing new on another one: the run on SQLite is enough of it."""
    if not ON_POSTGRES:
        return
    kept = {item for item in items if touches_database(item) and not item.get_closest_marker("of_sqlite")}
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = [item for item in items if item in kept]


def pytest_collection_finish(session: pytest.Session) -> None:
    """Tests of one group share what is dear to make, or a core; a runner that scatters them would say nothing of it."""
    collect_less_garbage()
    if not getattr(session.config.option, "loadgroup", False):
        return
    grouped = [item for item in session.items if item.get_closest_marker("xdist_group")]
    if any("@" not in item.nodeid for item in grouped):
        raise pytest.UsageError("pytest-xdist does not group tests under this pytest")


def collect_less_garbage() -> None:
    """All tests and what they import stay to the end: there is no need to go through them each time."""
    gc.freeze()
    gc.set_threshold(5000, 20, 50)


def touches_database(item: pytest.Item) -> bool:
    marked = any(item.get_closest_marker(name) for name in ("django_db", "own_instance"))
    return marked or not WITH_DATABASE.isdisjoint(getattr(item, "fixturenames", ()))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """On SQLite a file, as instances have it: in memory, threads share tables, and find them locked without waiting."""
    for wrapper in connections.all():
        if wrapper.vendor == "sqlite":
            wrapper.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("tables") / "libitum.sqlite3")
            init = wrapper.settings_dict["OPTIONS"]["init_command"] + "PRAGMA synchronous=OFF;"
            wrapper.settings_dict["OPTIONS"] = {**wrapper.settings_dict["OPTIONS"], "init_command": init}
        if IS_ONE_OF_SEVERAL:
            begin_with_tables(wrapper)


def begin_with_tables(wrapper: BaseDatabaseWrapper) -> None:
    """Migrating takes ten seconds of a core: one process of the run does it, and the others begin with a copy."""
    server = os.environ.get("LIBITUM_TEST_DATABASE_URL", "")
    migrated = prepared(server, "migrate")
    name = wrapper.creation._get_test_db_name()  # type: ignore[attr-defined] # noqa: SLF001 - Django has no other way to ask
    if server:
        create_database(server, name, template=migrated.database)
    else:
        shutil.copy(migrated.home / "libitum.sqlite3", name)


@pytest.fixture(scope="session")
def django_db_keepdb(request: pytest.FixtureRequest) -> bool:
    """Whether the tables are there before; what migrations would still do is done all the same."""
    return IS_ONE_OF_SEVERAL or bool(request.config.getvalue("reuse_db"))


@pytest.fixture(autouse=True)
def own_home(settings: pytest.FixtureRequest, tmp_path: Path) -> None:
    """Every test writes its files into a folder of its own."""
    settings.MEDIA_ROOT = tmp_path / "media"  # type: ignore[attr-defined]
    settings.UPLOAD_ROOT = tmp_path / "uploads"  # type: ignore[attr-defined]
    settings.LEDGER_ROOT = tmp_path / "log"  # type: ignore[attr-defined]
    settings.ENGINES_ROOT = tmp_path / "engines"  # type: ignore[attr-defined]
    settings.LEDGER_KEY_FILE = tmp_path / "ledger.key"  # type: ignore[attr-defined]
    location = {"OPTIONS": {"location": tmp_path / "media"}}
    settings.STORAGES = {  # type: ignore[attr-defined]
        **settings.STORAGES,  # type: ignore[attr-defined]
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", **location},
        "media": {"BACKEND": "libitum.media.stores.folder.FolderStorage", **location},
    }


@pytest.fixture(autouse=True)
def nothing_said_yet() -> None:
    """What machines are told is put together once per process, with the address that an earlier test gave itself."""
    policy.cache_clear()


@pytest.fixture(autouse=True)
def nothing_counted_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    """What one test asked for doesn't count for the next, and no minute ends within one."""
    caches["limits"].clear()
    monkeypatch.setattr(limits, "time", SimpleNamespace(time=partial(float, time.time())))


def person(name: str, **fields: object) -> User:
    return User.objects.create_user(f"{name.lower()}@example.org", PASSWORD, name=name, is_adult=True, **fields)


def becomes_moderator(user: User, **fields: object) -> None:
    """With a second factor, as they must; nobody in our tests knows its codes."""
    User.objects.filter(pk=user.pk).update(is_staff=True, **fields)
    user.refresh_from_db()
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": encrypt("nobody's")})


@pytest.fixture
def alice(db: None) -> User:
    return person("Alice")


@pytest.fixture
def bob(db: None) -> User:
    return person("Bob")


@pytest.fixture
def charlie(db: None) -> User:
    return person("Charlie")


@pytest.fixture
def mona(db: None) -> User:
    moderator = person("Mona")
    becomes_moderator(moderator)
    return moderator


@pytest.fixture
def ada(alice: User) -> Artist:
    """Alice's page as an artist."""
    return create_artist(actor=alice, name="Ada Ferrante", place="Trieste")


@pytest.fixture
def song(ada: Artist) -> Track:
    """A public track of Alice's whose recording is said to be ready (no bytes behind it)."""
    track = create_track(
        actor=ada.owner, artist=ada, title="First light", visibility=Visibility.PUBLIC, rights_basis="holder"
    )
    mark_audio_ready(track=track, duration_ms=180_000)
    return track


@pytest.fixture
def as_alice(alice: User) -> Client:
    client = Client()
    client.force_login(alice)
    return client


@pytest.fixture
def as_bob(bob: User) -> Client:
    client = Client()
    client.force_login(bob)
    return client


@pytest.fixture
def as_charlie(charlie: User) -> Client:
    client = Client()
    client.force_login(charlie)
    return client


@pytest.fixture
def as_mona(mona: User) -> Client:
    client = Client()
    client.force_login(mona)
    return client


@pytest.fixture(autouse=True, scope="session")
def transactions_outlive_requests() -> Iterator[None]:
    """A WSGI client that isn't Django's own would close the connection in which a test's transaction runs."""
    close = BaseDatabaseWrapper.close_if_unusable_or_obsolete

    def close_outside_transactions(self: BaseDatabaseWrapper) -> None:
        if not self.in_atomic_block:
            close(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseWrapper, "close_if_unusable_or_obsolete", close_outside_transactions)
        yield


@pytest.fixture(scope="session")
def s3_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[S3]:
    with running(tmp_path_factory.mktemp("s3") / "objects") as store:
        yield store


@pytest.fixture
def s3(s3_server: S3) -> S3:
    """A store with an empty bucket."""
    storage = s3_server.storage()
    for begun in Multipart.all_below(storage, ""):
        begun.abort()
    for name in list(storage.names()):
        storage.delete(name)
    return s3_server


@pytest.fixture
def bucket(
    db: None, s3: S3, own_home: None, settings: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[S3]:
    """Media lie in the store instead of a folder."""
    answers: list[HttpResponseBase] = []
    request = Client.request

    def remembered(self: Client, **asked: Any) -> Any:
        answers.append(answer := request(self, **asked))
        return answer

    monkeypatch.setattr(Client, "request", remembered)
    media = {"BACKEND": "libitum.media.stores.s3.ObjectStorage", "OPTIONS": s3.options}
    settings.STORAGES = {**settings.STORAGES, "media": media}  # type: ignore[attr-defined]
    yield s3
    # What a test doesn't read to the end holds a connection to the store, as a browser's answer would until it leaves.
    for answer in answers:
        answer.close()
