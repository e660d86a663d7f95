import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.uploads.site import Site


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """An instance on SQLite with Alice in it, to be copied."""
    site = Site(tmp_path_factory.mktemp("prepared"))
    site.prepare()
    return site


@pytest.fixture
def moved_into(prepared: Site) -> Iterator["Mover"]:
    mover = Mover(prepared)
    yield mover
    for site in mover.sites:
        site.kill()


class Mover:
    """Makes sites out of the prepared one, each with a home of its own, which are stopped when the test ends."""

    def __init__(self, prepared: Site) -> None:
        self.prepared = prepared
        self.sites: list[Site] = []

    def __call__(
        self,
        home: Path,
        *,
        within: tuple[str, ...] = (),
        seen_at: Path | None = None,
        settings: Mapping[str, str] | None = None,
    ) -> Site:
        """`seen_at`: where the home is found by those who are not `within`."""
        shutil.copytree(self.prepared.home, seen_at or home, dirs_exist_ok=True)
        site = Site(home, "serve", within=within, **(settings or {}))
        site.home = seen_at or home
        site.token = self.prepared.token
        self.sites.append(site)
        return site
