"""`libitum check --through` behind the examples, and behind ones that lose something."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from libitum.policy import HEADERS

from .conftest import Deployed
from .proxies import Nginx

pytestmark = pytest.mark.own_database


def check(deployed: Deployed, url: str, authority: Path) -> "subprocess.CompletedProcess[str]":
    environment = {**deployed.site.environment, "SSL_CERT_FILE": str(authority)}
    command = [sys.executable, "-m", "libitum", "check", "--through", url]
    deployed.site.home.chmod(0o700)
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_behind_the_examples_nothing_is_lost(deployed: Deployed) -> None:
    done = check(deployed, deployed.proxy.url, deployed.proxy.authority)
    assert "Everything this instance needs is there." in done.stdout, done.stdout + done.stderr[-2000:]
    assert done.returncode == 0


@pytest.fixture
def careless(deployed: Deployed, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nginx]:
    """nginx as many have it: it drops what it isn't told to pass on with a file."""
    proxy = Nginx(tmp_path_factory.mktemp("careless"))
    host = f'proxy_set_header Host "localhost:{deployed.proxy.port}"'
    without = {
        f"        add_header {name} $upstream_http_{name.lower().replace('-', '_')} always;\n": "" for name in HEADERS
    }
    hidden = {"client_max_body_size 64m;": "client_max_body_size 64m; proxy_hide_header Referrer-Policy;"}
    proxy.start(deployed.site.port, deployed.media, {**without, **hidden, "proxy_set_header Host $http_host": host})
    yield proxy
    proxy.stop()


@pytest.mark.parametrize("deployed", ["nginx"], indirect=True)
def test_what_is_dropped_is_said_by_address(deployed: Deployed, careless: Nginx) -> None:
    done = check(deployed, careless.url, careless.authority)
    assert done.returncode == 1
    lines = [line for line in done.stdout.splitlines() if line.startswith(f"- {careless.url}/")]
    assert len(lines) == 4
    assert f"- {careless.url}/ arrives without referrer-policy: something in front of the instance drops them." in lines
    (media,) = [line for line in lines if "/media/" in line]
    for name in HEADERS:
        assert name.lower() in media


@pytest.mark.parametrize("deployed", ["nginx"], indirect=True)
def test_a_certificate_that_is_not_trusted_is_a_sentence(deployed: Deployed) -> None:
    done = check(deployed, deployed.proxy.url, Path(os.devnull))
    assert done.returncode == 1
    assert f"- {deployed.proxy.url}/ does not answer (" in done.stdout
    assert "Traceback" not in done.stderr
