"""systemd's units and their settings, as far as they can be read without systemd."""

import configparser
import shlex
from pathlib import Path

import pytest
from django.core.management import get_commands

from libitum.config.environment import Environment, variable

from .proxies import BACKEND, DEPLOY, MEDIA, NAME

UNITS = sorted(DEPLOY.glob("systemd/*.service"))
HOME = "/var/lib/libitum"


def unit(path: Path) -> configparser.ConfigParser:
    read = configparser.ConfigParser(interpolation=None, strict=True)
    read.optionxform = str  # type: ignore[assignment, method-assign] # systemd tells Cases apart
    read.read_string(path.read_text())
    return read


def settings() -> dict[str, str]:
    lines = [line for line in (DEPLOY / "systemd/libitum.env").read_text().splitlines() if not line.startswith("#")]
    return dict(line.split("=", 1) for line in lines)


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_a_unit_starts_a_verb_of_ours_with_the_settings(path: Path) -> None:
    service = unit(path)["Service"]
    program, verb = shlex.split(service["ExecStart"])
    assert program == "/opt/libitum/bin/libitum"
    assert get_commands()[verb] == "libitum.ops"
    assert service["EnvironmentFile"] == "/etc/libitum.env"
    assert f"/var/lib/{service['StateDirectory']}" == HOME
    assert service["StateDirectoryMode"] == "0700"


def test_both_a_site_and_workers_alone_are_there() -> None:
    assert [unit(path)["Service"]["ExecStart"].split()[-1] for path in UNITS] == ["worker", "serve"]


def test_the_settings_can_be_used(monkeypatch: pytest.MonkeyPatch) -> None:
    given = settings()
    assert set(given) <= {variable(field) for field in Environment.model_fields}
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    read = Environment()
    assert str(read.home) == HOME
    assert read.url == f"https://{NAME}"


def test_settings_units_and_proxies_speak_of_the_same_places() -> None:
    given = settings()
    (bind,) = [unit(DEPLOY / "systemd/nginx.service.d/libitum.conf")["Service"]["BindReadOnlyPaths"]]
    assert bind == f"{HOME}/media:{MEDIA}"
    for example in ("nginx/libitum.conf", "caddy/Caddyfile"):
        text = (DEPLOY / example).read_text()
        for place in (MEDIA, NAME, BACKEND, f"LIBITUM_X_ACCEL={given['LIBITUM_X_ACCEL']}"):
            assert place in text
        assert f"{given['LIBITUM_TRUSTED_PROXIES']}:8000" == BACKEND
        # Where nginx and Caddy find what X-Accel-Redirect names.
        assert given["LIBITUM_X_ACCEL"] in text.replace(f"LIBITUM_X_ACCEL={given['LIBITUM_X_ACCEL']}", "")
