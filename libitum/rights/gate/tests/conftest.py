from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from libitum.accounts.models import User
from libitum.catalog.models import Artist, Track, Visibility
from libitum.catalog.services import create_track
from libitum.ledger.publishing import make_key_once
from libitum.rights.gate import walls
from libitum.rights.gate.tests import world
from libitum.rights.models import Engine, TermsVersion

SYSTEM_PYTHON = Path("/usr/bin/python3")


@pytest.fixture(autouse=True)
def fresh_walls() -> Iterator[None]:
    """What the kernel gives is asked once per process; tests change the answer."""
    walls.walls.cache_clear()
    yield
    walls.walls.cache_clear()


@pytest.fixture
def terms(alice: User, bob: User, charlie: User) -> TermsVersion:
    return world.put_terms_in_force(alice, bob, charlie)


@pytest.fixture
def log_key(db: None) -> None:
    make_key_once()


@pytest.fixture
def songs(ada: Artist) -> list[Track]:
    """Three public works of Alice's that can be heard."""
    made = [
        create_track(actor=ada.owner, artist=ada, title=title, visibility=Visibility.PUBLIC, rights_basis="holder")
        for title in ("Morning", "Noon", "Evening")
    ]
    for track in made:
        world.sound(track)
    return made


@pytest.fixture
def listener(db: None, tmp_path: Path) -> Engine:
    return world.engine(tmp_path / "listener")


Make = Callable[..., Engine]


@pytest.fixture
def make_engine(db: None, tmp_path: Path) -> Make:
    def make(program: str = world.HONEST, **fields: object) -> Engine:
        slug = str(fields.get("slug", "listener"))
        return world.engine(tmp_path / "programs" / slug, program, **fields)  # type: ignore[arg-type]

    return make
