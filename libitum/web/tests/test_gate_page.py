"""What staff see of the gate."""

import pytest
from django.test import Client

from libitum.catalog.models import Track
from libitum.rights import gate
from libitum.rights.gate import walls
from libitum.rights.gate.registering import register_own_engines
from libitum.rights.gate.tests import world


@pytest.fixture
def page(as_mona: Client, song: Track) -> str:
    """After one run of which the only work was refused, and a request above the ceiling."""
    world.put_terms_in_force(song.artist.owner)
    register_own_engines()
    world.say(song, "disc.organise", allowed=False)
    with gate.request(gate.Use("disc.organise"), [song], engine="tempo-and-key"):
        pass
    with pytest.raises(gate.GateClosed):
        gate.request(gate.Use("gen.train.voice"), [song], engine="tempo-and-key")
    return as_mona.get("/operator/gate").content.decode()


def test_it_tells_walls_engines_runs_and_refusals(page: str) -> None:
    found = walls.walls()
    assert f"Landlock, version {found.landlock}" in page
    assert "Tempo and key 1" in page
    assert ">disc.organise</code>" in page
    assert "It was refused." in page
    assert "It ended without a result." in page
    assert "This engine may never ask for this purpose" in page


def test_it_says_that_no_engine_from_outside_is_taken(as_mona: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("libitum.web.views.operator.walls", lambda: walls.Walls(0, True, False, "No root."))
    monkeypatch.setattr(walls, "walls", lambda: walls.Walls(0, True, False, "No root."))
    page = as_mona.get("/operator/gate").content.decode()
    assert "this kernel has no Landlock" in page
    assert "the gate takes none" in page


def test_for_everybody_else_it_is_not_there(client: Client, as_alice: Client) -> None:
    assert client.get("/operator/gate").status_code == 404
    assert as_alice.get("/operator/gate").status_code == 404
