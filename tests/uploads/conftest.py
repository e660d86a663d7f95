from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from .desk import Desk, alice_before
from .site import Site


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """One server for all of these: they run in one process, after one another."""
    for item in items:
        if Path(__file__).parent in item.path.parents and config.pluginmanager.hasplugin("xdist"):
            item.add_marker(pytest.mark.xdist_group("upload-site"))


@pytest.fixture(scope="session")
def instance(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    site = Site(tmp_path_factory.mktemp("site"))
    site.prepare()
    yield site
    site.kill()


@pytest.fixture(scope="session")
def whole_instance(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    site = Site(tmp_path_factory.mktemp("whole-site"), "serve")
    site.prepare()
    yield site
    site.kill()


@pytest.fixture
def working_site(whole_instance: Site) -> Site:
    """With workers: what arrives is processed."""
    if whole_instance.server is None or not whole_instance.listens():
        whole_instance.kill()
        whole_instance.start()
    return whole_instance


@pytest.fixture
def site(instance: Site) -> Site:
    """It runs when a test begins, whatever the one before has done to it."""
    if instance.server is None or not instance.listens():
        instance.kill()
        instance.start()
    return instance


@pytest.fixture
def alices_browser(browser: Browser, site: Site) -> Iterator[BrowserContext]:
    with alice_before(browser, site) as context:
        yield context


@pytest.fixture
def desk(alices_browser: BrowserContext, site: Site) -> Iterator[Desk]:
    with Desk.opened(alices_browser, site) as desk:
        yield desk


@pytest.fixture
def working_desk(browser: Browser, working_site: Site) -> Iterator[Desk]:
    with alice_before(browser, working_site) as context, Desk.opened(context, working_site) as desk:
        yield desk
