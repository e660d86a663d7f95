"""What an operator types, and what it says back."""

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pydantic import ValidationError
from pytest_django import Settings

from libitum import __version__
from libitum.accounts.models import User
from libitum.config.environment import Environment, environment, read_environment
from libitum.media.tests.scanners import BREAKS, FINDS_TEST_FILE, scanner
from libitum.ops import inspection

from .instances import Instance

pytestmark = pytest.mark.own_database


class Piped(io.StringIO):
    """Standard input that is no terminal."""

    def isatty(self) -> bool:
        return False


@pytest.fixture
def instance(tmp_path: Path) -> Instance:
    return Instance(tmp_path / "home")


@pytest.mark.django_db
def test_createadmin_makes_a_moderator_who_can_sign_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", Piped("a clear night in March\n"))
    call_command("createadmin", "mona@example.org", name="Mona", stdout=io.StringIO())
    mona = User.objects.get(email="mona@example.org")
    assert mona.is_staff
    assert mona.check_password("a clear night in March")


@pytest.mark.django_db
@pytest.mark.parametrize(("password", "told"), [("short", "too short"), ("password123", "too common")])
def test_a_weak_password_makes_nobody(monkeypatch: pytest.MonkeyPatch, password: str, told: str) -> None:
    monkeypatch.setattr("sys.stdin", Piped(f"{password}\n"))
    with pytest.raises(CommandError, match=told):
        call_command("createadmin", "mona@example.org")
    assert not User.objects.exists()


def test_alone_it_lists_its_verbs(instance: Instance) -> None:
    said = instance.must()
    for verb in ("serve", "worker", "demo", "createadmin", "check", "backup", "restore", "token"):
        assert f"\n  {verb} " in said
    assert instance.must("--version").strip() == __version__


@pytest.mark.parametrize(
    "verb", ["serve", "web", "worker", "demo", "createadmin", "check", "backup", "restore", "prepare"]
)
def test_each_verb_explains_itself(verb: str) -> None:
    from django.core.management import get_commands, load_command_class  # noqa: PLC0415 - beside its only use

    app = get_commands()[verb]
    assert isinstance(app, str)
    help_text = load_command_class(app, verb).create_parser("libitum", verb).format_help()
    assert len(help_text.split("options:")[0].split()) > 15
    assert "--lifeline" not in help_text


def test_check_says_what_a_new_home_lacks(instance: Instance) -> None:
    done = instance.run("check")
    assert done.returncode == 1
    assert "libitum prepare" in done.stdout
    instance.must("prepare")
    assert "Everything this instance needs" in instance.must("check")


def test_check_names_a_database_that_does_not_answer(tmp_path: Path) -> None:
    lost = Instance(tmp_path / "lost", "postgres://libitum:hunter2@127.0.0.1:1/libitum")
    done = lost.run("check")
    assert done.returncode == 1
    assert "The database does not answer" in done.stdout
    assert "hunter2" not in done.stdout + done.stderr


def test_a_setting_that_can_not_be_used_is_named(instance: Instance, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "99999")
    done = instance.run("check")
    assert done.returncode == 1
    assert "These settings can't be used:\n  PORT:" in done.stderr


def test_secrets_may_lie_in_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIBITUM_SECRETS_DIR", str(tmp_path))
    (tmp_path / "libitum_email_url").write_text("smtp://robot:password@mail.example.org\n")
    (tmp_path / "libitum_metrics_token").write_text("a token of the file")
    monkeypatch.setenv("LIBITUM_METRICS_TOKEN", "a token of the variable")
    read = read_environment()
    assert read.email_url is not None
    assert read.metrics_token is not None
    assert read.email_url.get_secret_value() == "smtp://robot:password@mail.example.org"
    assert read.metrics_token.get_secret_value() == "a token of the variable"
    (tmp_path / "libitum_secret_key").write_text("short")
    with pytest.raises(SystemExit, match=r"LIBITUM_SECRET_KEY: .*at least 32"):
        read_environment()


def test_a_folder_of_secrets_that_is_none_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIBITUM_SECRETS_DIR", str(tmp_path / "elsewhere"))
    with pytest.raises(SystemExit, match="LIBITUM_SECRETS_DIR: no folder"):
        read_environment()


def at(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setitem(environment.__dict__, "url", url)


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("http://localhost:8000", None),
        ("https://music.example.org", None),
        ("http://music.example.org", "not https"),
        ("https://example.org/music", "must end after the host"),
    ],
)
def test_check_looks_at_the_address(monkeypatch: pytest.MonkeyPatch, url: str, told: str | None) -> None:
    at(monkeypatch, url)
    sentence = inspection.address_makes_sense()
    assert sentence is None if told is None else told in str(sentence)


def test_check_says_that_faults_are_shown(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    settings.DEBUG = True
    assert inspection.no_faults_are_shown() is None  # on this machine alone
    at(monkeypatch, "https://music.example.org")
    assert "Take it out" in str(inspection.no_faults_are_shown())
    settings.DEBUG = False
    assert inspection.no_faults_are_shown() is None


def test_a_secret_that_can_be_guessed_is_not_taken() -> None:
    with pytest.raises(ValidationError, match="at least 32 characters"):
        Environment(secret_key="changeme")
    former = Environment(former_secret_keys="one, two").former_keys
    assert former == ["one", "two"]


def test_check_says_that_letters_reach_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    at(monkeypatch, "https://music.example.org")
    assert "reach nobody" in str(inspection.letters_can_be_sent())


def test_check_says_that_keys_do_not_wait(settings: Settings) -> None:
    assert inspection.keys_wait() is None
    settings.KEY_WAIT_HOURS = 71
    assert "steals a mailbox" in str(inspection.keys_wait())


def test_check_says_that_the_disk_is_short(settings: Settings) -> None:
    settings.DISK_RESERVE_BYTES = 2**62
    assert "new uploads are refused" in str(inspection.disk_has_room())


def test_check_tries_ffmpeg(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert inspection.ffmpeg_runs() is None
    monkeypatch.setattr(inspection, "executable", lambda: tmp_path / "missing")
    assert "no recording can be prepared" in str(inspection.ffmpeg_runs())


@pytest.mark.parametrize(
    ("script", "told"),
    [
        (FINDS_TEST_FILE, None),
        ("exit 0", "finds nothing in EICAR's test file"),
        ("exit 1", "says of a harmless file that it is not"),
        (BREAKS, "does not run (status 2: ERROR: Could not connect"),
    ],
)
def test_check_tries_the_scanner(script: str, told: str | None, settings: Settings, tmp_path: Path) -> None:
    settings.SCANNER, settings.UPLOAD_ROOT = scanner(tmp_path, script), tmp_path
    sentence = inspection.scanner_works()
    assert sentence is None if told is None else told in str(sentence)


def test_check_says_that_the_scanner_is_not_there(settings: Settings, tmp_path: Path) -> None:
    assert inspection.scanner_works() is None
    settings.SCANNER, settings.UPLOAD_ROOT = ["no-such-scanner"], tmp_path
    assert "does not run (no-such-scanner: no such program)" in str(inspection.scanner_works())


def test_check_sees_a_home_that_is_open_to_all(settings: Settings, tmp_path: Path) -> None:
    settings.HOME = tmp_path
    tmp_path.chmod(0o755)
    assert "chmod 700" in str(inspection.home_is_ours())
    tmp_path.chmod(0o700)
    assert inspection.home_is_ours() is None
