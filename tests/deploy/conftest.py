"""One instance with works, served twice: with X-Accel behind proxies, and bare, which says what must arrive."""

import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.uploads.site import Site

from .asking import Door
from .proxies import PROXIES, Proxy
from .works import MAKE_WORKS


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """One server for all of these: they run in one process, after one another."""
    for item in items:
        if Path(__file__).parent in item.path.parents and config.pluginmanager.hasplugin("xdist"):
            item.add_marker(pytest.mark.xdist_group("deploy"))


def require(program: str) -> None:
    if shutil.which(program) is None:
        if os.environ.get("CI"):
            pytest.fail(f"CI must try deploy/ with {program}: install it")
        pytest.skip(f"tried where {program} is installed, as in CI")


@pytest.fixture(scope="session")
def works(home: Site) -> dict[str, str]:
    """Addresses by what lies there."""
    addresses: dict[str, str] = json.loads(home.run("shell", "--command", MAKE_WORKS).rpartition("ANSWER")[2])
    return addresses


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Site:
    site = Site(tmp_path_factory.mktemp("deployed"), "serve")
    site.prepare()
    return site


@dataclass
class Deployed:
    """`bare`: the same instance without anything in front, as seen by somebody who came by https."""

    site: Site
    proxy: Proxy
    bare: Door

    @property
    def door(self) -> Door:
        return self.proxy.door()

    @property
    def media(self) -> Path:
        return self.site.home / "media"


@pytest.fixture(scope="session", params=list(PROXIES))
def deployed(
    request: pytest.FixtureRequest, home: Site, works: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Deployed]:
    require(request.param)
    proxy = PROXIES[request.param](tmp_path_factory.mktemp(request.param))
    site, bare = Site(home.home, "serve"), Site(home.home, "web")
    site.token = home.token
    base = {"LIBITUM_BASE_URL": proxy.url, "LIBITUM_TRUSTED_PROXIES": "127.0.0.1", "LIBITUM_WORKERS": "0"}
    site.environment |= {**base, "LIBITUM_X_ACCEL": "/.media/"}
    bare.environment |= base
    try:
        site.start()
        bare.start()
        proxy.start(site.port, site.home / "media")
        told = {"Host": f"localhost:{proxy.port}", "X-Forwarded-Proto": "https", "X-Forwarded-For": "127.0.0.1"}
        yield Deployed(site, proxy, Door(bare.port, always=told))
    finally:
        proxy.stop()
        bare.kill()
        site.kill()
