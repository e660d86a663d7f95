"""What one chooses on the upload page, how it is told to be on its way, and what is said where it can't be taken."""

import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from .desk import MB, PATIENCE, SLOW, Desk

pytestmark = pytest.mark.browser

GIB = 1024 * MB
SEED = random.SystemRandom().randrange(1 << 30)
TOLD = re.compile(r"([\d.]+) MB of 24\.0 MB, ([\d.]+) (MB|kB) a second, (\d+):(\d\d) left")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Named like no other of the site's, and so are the files made in it."""
    path = tmp_path / "Sessions"
    path.mkdir()
    return path


def make(path: Path, size: int) -> Path:
    path.write_bytes(random.Random(f"{SEED} {path}").randbytes(size))
    return path


def whole(desk: Desk, paths: list[Path]) -> None:
    """The server has each of these, byte for byte."""
    kept = [desk.site.part(address).read_bytes() for address in desk.created]
    assert sorted(kept) == sorted(path.read_bytes() for path in paths), f"seed {SEED}"


def test_several_at_once_and_the_others_wait(desk: Desk, folder: Path) -> None:
    paths = [make(folder / f"{number} of five.flac", 4 * MB + number) for number in range(1, 6)]
    names = [path.name for path in paths]
    desk.goes_at(SLOW // 8)
    desk.choose(*paths)
    for name in names[:3]:
        desk.is_in(name, "sending")
    assert desk.states() == ["sending"] * 3 + ["waiting"] * 2
    assert desk.says(names[3]) == "Waits for its turn"
    desk.act("Pause", names[0])
    desk.is_in(names[3], "sending")
    assert desk.states() == ["paused"] + ["sending"] * 3 + ["waiting"]
    desk.goes_at(-1)
    desk.act("Go on", names[0])
    desk.arrives(names)
    whole(desk, paths)


def test_speed_and_time_left_are_told(desk: Desk, folder: Path) -> None:
    take = make(folder / "long.flac", 24 * MB)
    desk.goes_at(SLOW)
    desk.choose(take)
    state = desk.row(take.name).locator("[data-row=state]")
    desk.has_sent(take.name, 3 * MB, 24 * MB)
    expect(state).to_have_text(TOLD, timeout=PATIENCE)
    found = TOLD.fullmatch(state.inner_text())
    assert found is not None
    sent, speed, unit, minutes, seconds = found.groups()
    a_second = float(speed) * (MB if unit == "MB" else 1024)
    left = int(minutes) * 60 + int(seconds)
    assert SLOW / 20 < a_second < SLOW * 1.3, "nobody can send faster than the line"
    # By the numbers as they are rounded on the page.
    assert left == pytest.approx((24 - float(sent)) * MB / a_second, rel=0.07, abs=1)
    said = desk.page.locator("[data-announcer]")
    expect(said).to_have_text(re.compile(r"^long\.flac: (25|50|75)% sent$"), timeout=PATIENCE)
    desk.arrives([take.name])
    expect(said).to_have_text("long.flac has arrived", timeout=PATIENCE)


def test_a_folder_and_files_can_be_dropped_anywhere(desk: Desk, folder: Path, tmp_path: Path) -> None:
    paths = [make(folder / name, 100_000) for name in ("2 Second.flac", "10 Tenth.wav", "side b.mp3")]
    (folder / "cover.jpg").write_bytes(b"\xff\xd8\xff")
    (folder / "._2 Second.flac").write_bytes(b"of a Mac")
    alone, picture = make(tmp_path / "alone.ogg", 5000), make(tmp_path / "portrait.jpg", 5000)
    held = desk.drag(folder, alone, picture)
    expect(desk.page.locator("libitum-uploads")).to_have_attribute("data-over", "")
    desk.drop(held)
    desk.arrives([path.name for path in [*paths, alone]])
    expect(desk.page.locator("libitum-uploads")).not_to_have_attribute("data-over", "")
    left_out = desk.page.get_by_role("alert").filter(has_text="Left out, because they are no recordings")
    expect(left_out).to_contain_text("portrait.jpg")
    expect(left_out).to_contain_text("cover.jpg")
    assert len(desk.states()) == 4
    whole(desk, [*paths, alone])


def test_the_same_file_twice_is_sent_once(desk: Desk, folder: Path) -> None:
    take = make(folder / "twice.flac", 3 * MB)
    desk.goes_at(SLOW // 8)
    desk.choose(take)
    desk.choose(take)
    expect(desk.page.get_by_role("alert")).to_have_text("twice.flac is on the list already.")
    desk.arrives([take.name])
    assert desk.states() == ["received"]
    whole(desk, [take])


def empty(path: Path) -> Path:
    path.touch()
    return path


def too_large(path: Path) -> Path:
    with path.open("wb") as file:
        file.truncate(3 * GIB)  # takes no room on the disk
    return path


@pytest.mark.parametrize(("make_file", "said"), [(empty, "nothing to hear in it"), (too_large, "may have at most 2.0")])
def test_what_is_refused_at_once_says_why(
    desk: Desk, folder: Path, make_file: Callable[[Path], Path], said: str
) -> None:
    bad, good = make_file(folder / "bad.flac"), make(folder / "good.flac", 100_000)
    desk.choose(bad, good)
    desk.is_in(bad.name, "failed")
    assert said in desk.says(bad.name)
    expect(desk.page.get_by_role("button", name=f"Try again: {bad.name}")).to_be_visible()
    desk.arrives([good.name])  # it holds up nothing else
    desk.act("Take off the list", bad.name)
    assert desk.states() == ["received"]
    expect(desk.page.locator("#upload-list-title")).to_be_focused()


def test_a_file_changed_on_the_way_says_so(desk: Desk, folder: Path) -> None:
    take = make(folder / "changed.flac", 12 * MB)
    desk.goes_at(SLOW)
    desk.choose(take)
    desk.has_sent(take.name, MB, 12 * MB)
    take.write_bytes(b"another take")
    desk.is_in(take.name, "failed")
    assert desk.says(take.name) == "The file has been changed or moved since you chose it. Choose it again."
