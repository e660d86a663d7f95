"""The site asks nobody outside for anything: nothing that people write makes it open a connection (SSRF)."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
# Modules that reach out, or that start a program which could.
REACHING = (
    "aiohttp", "asyncio", "boto3", "botocore", "ftplib", "http.client", "httpx", "imaplib", "nntplib", "poplib",
    "requests", "smtplib", "socket", "socketserver", "ssl", "telnetlib", "urllib.request", "urllib3", "websockets",
    "xmlrpc", "storages", "opentelemetry", "subprocess", "ctypes", "cffi",
)  # fmt: skip
# Calls that reach out, whatever they are imported from.
CALLS = {"urlopen", "urlretrieve", "create_connection", "system", "popen", "execve", "posix_spawn", "getaddrinfo"}
# Who may, and why. Nothing of it is at hand for a request, and no address in it was written by a visitor.
MAY = {
    "libitum/config": "settings, as the operator wrote them",
    "libitum/media/engine": "ffmpeg and its like, in a sandbox without sockets",
    "libitum/media/scanner": "the operator's own virus scanner, told the path of one file",
    "libitum/media/services/processing/owners": "the name of this machine",
    "libitum/media/stores": "the operator's own store",
    "libitum/ops": "the operator's verbs, health and telemetry",
    "libitum/rights/gate": "programs of engines, in a sandbox without sockets",
    "libitum_verify/source": "the verifier's own command line",
}
# What a server of letters may answer is no way to it.
FAILURES = ("Exception", "Refused")
LETTERS = {"django.core.mail", "EmailMessage", "EmailMultiAlternatives", "send_mail"}


def sources() -> list[Path]:
    found = [path for package in ("libitum", "libitum_verify") for path in (ROOT / package).rglob("*.py")]
    return [path for path in found if not {"tests", "migrations"} & set(path.relative_to(ROOT).parts)]


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def ways_out(code: str) -> list[str]:
    tree = ast.parse(code)
    names = [name for name in imported(tree) if not name.endswith(FAILURES)]
    modules = [name for name in names if any(f"{name}.".startswith(f"{module}.") for module in REACHING)]
    called = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    calls = {each.attr if isinstance(each, ast.Attribute) else getattr(each, "id", "") for each in called}
    texts = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    by_name = [text for text in texts if text in REACHING] if calls & {"import_module", "__import__"} else []
    return sorted([*modules, *(calls & CALLS), *by_name])


def may(path: Path) -> bool:
    name = path.relative_to(ROOT).as_posix()
    return any(name == f"{place}.py" or name.startswith(f"{place}/") for place in MAY)


def test_no_room_reaches_out() -> None:
    assert len(sources()) > 100
    found = {str(path): ways_out(path.read_text(encoding="utf-8")) for path in sources() if not may(path)}
    assert {path: ways for path, ways in found.items() if ways} == {}


@pytest.mark.parametrize(
    "code",
    [
        "import requests",
        "import http.client as h",
        "from urllib.request import urlopen",
        "from urllib import request",
        "import urllib.request",
        "import subprocess",
        "from os import system\nsystem(x)",
        "import os\nos.popen(x)",
        "from importlib import import_module\nimport_module('socket')",
    ],
)
def test_the_look_finds_what_it_is_there_to_find(code: str) -> None:
    assert ways_out(code)


def test_what_may_reach_out_is_there() -> None:
    assert [place for place in MAY if not (ROOT / place).is_dir() and not (ROOT / f"{place}.py").is_file()] == []
    assert any(ways_out(path.read_text(encoding="utf-8")) for path in sources() if may(path))


def test_letters_go_out_through_few_doors() -> None:
    """Mail is the one connection that what people do brings about: to the server that the operator named."""
    found = {
        path.relative_to(ROOT).parts[1]
        for path in sources()
        if any(set(name.split(".")) & LETTERS or name.startswith("django.core.mail") for name in
               imported(ast.parse(path.read_text(encoding="utf-8"))))
    }  # fmt: skip
    assert found <= {"accounts", "community", "config", "rights"}
