"""`libitum demo` as somebody types it, twice."""

import json
import re
import signal
import subprocess
import sys
import time
import urllib.request
from typing import Self

import psutil
import pytest

from .instances import Instance, new_instance
from .prepared import ROOT
from .test_serve import eventually, free_port, gone

pytestmark = pytest.mark.own_database

PATIENCE = 120.0


class Demo:
    def __init__(self, instance: Instance, port: int) -> None:
        self.url = f"http://localhost:{port}"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "libitum", "demo"],
            cwd=ROOT,
            env={**instance.environment, "PORT": str(port)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.said = ""

    def hear(self, words: str) -> str:
        """Everything it has said up to these words."""
        assert self.process.stdout is not None
        deadline = time.monotonic() + PATIENCE
        while words not in self.said:
            assert time.monotonic() < deadline, self.said
            line = self.process.stdout.readline()
            assert line, f"it ended: {self.said}"
            self.said += line
        return self.said

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.communicate()

    def stop(self) -> list[psutil.Process]:
        """As Ctrl-C does; the processes there were."""
        family = psutil.Process(self.process.pid).children(recursive=True)
        self.process.send_signal(signal.SIGINT)
        self.process.wait(PATIENCE)
        return family


@pytest.fixture(scope="module")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Instance:
    return new_instance(tmp_path_factory.mktemp("demo"), "demo")


TITLES = """
from libitum.catalog.models import Track
titles = Track.objects.values_list("title", flat=True)
answer = [len(titles), len(set(titles))]
"""

SAID = """
from libitum.rights.models import Statement
answer = Statement.objects.count()
"""


def is_served(url: str) -> bool:
    with urllib.request.urlopen(url, timeout=30) as response:  # noqa: S310 - an address of our own
        return bool(response.status == 200)


def accounts(said: str) -> dict[str, str]:
    return dict(re.findall(r"^  \w+ +(\S+@\S+) +(\S+)$", said, re.MULTILINE))


def test_it_tells_where_it_is_and_how_to_get_in_and_again_the_same(instance: Instance) -> None:
    port = free_port()
    with Demo(instance, port) as demo:
        said = demo.hear("can be heard")
        assert demo.url in said
        assert is_served(demo.url)
        family = demo.stop()
        assert demo.process.returncode == 0
    eventually(gone(family), "somebody outlived the demo")

    stored = json.loads((instance.home / "demo-accounts.json").read_text())
    assert accounts(said) == {row["email"]: row["password"] for row in stored}

    with Demo(instance, port) as again:
        assert accounts(again.hear("Ctrl-C stops everything")) == accounts(said)
        again.stop()
    assert instance.ask(TITLES) == [17, 17]
    assert instance.ask(SAID) == 1
