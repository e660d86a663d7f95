"""The file for containers, as far as it can be read without an engine that builds it.

What it installs is built and tried by `tests/test_installed.py`.
"""

import re
import shlex
from importlib.util import find_spec

from django.core.management import get_commands

from libitum.config.environment import Environment, variable

from .proxies import DEPLOY

ROOT = DEPLOY.parent
LINES = (DEPLOY / "container/Containerfile").read_text().replace("\\\n", " ").splitlines()


def instructions(name: str) -> list[str]:
    return [line.removeprefix(name).strip() for line in LINES if line.startswith(f"{name} ")]


def test_what_it_copies_and_installs_is_there() -> None:
    copied = [line.split()[-2] for line in instructions("COPY") if not line.startswith("--from")]
    assert copied
    assert all((ROOT / source).exists() for source in copied)
    lists = re.findall(r"/src/(requirements/\S+)", " ".join(instructions("RUN")))
    assert lists == ["requirements/base.txt"]
    assert all((ROOT / each).exists() for each in lists)


def test_it_sets_what_there_is_to_set() -> None:
    names = {word.partition("=")[0] for line in instructions("ENV") for word in shlex.split(line)} - {"PATH"}
    assert names == {"LIBITUM_HOME", "LIBITUM_HOST", "PORT"}
    assert names <= {variable(field) if field != "port" else "PORT" for field in Environment.model_fields}


def test_it_runs_verbs_of_ours_as_somebody_who_owns_nothing_else() -> None:
    (command,) = instructions("CMD")
    assert {get_commands()[verb] for verb in re.findall(r"libitum (\w+)", command)} == {"libitum.ops"}
    (probed,) = re.findall(r'"-m", "([\w.]+)"', " ".join(instructions("HEALTHCHECK")))
    assert find_spec(probed)
    assert instructions("USER") == ["libitum"]
    assert instructions("VOLUME") == ["/var/lib/libitum"]


def test_nothing_of_a_working_copy_goes_along() -> None:
    left_out = (ROOT / ".containerignore").read_text().splitlines()
    assert {".git", ".venv*", "var"} <= set(left_out)
    assert (ROOT / ".dockerignore").read_text().splitlines() == left_out
