import re

from hypothesis import given
from hypothesis import strategies as st

from libitum.common.uids import new_uid
from libitum.web.engraving import COLOURS, SIZE, STAVES, STRONG, engrave

uids = st.text(alphabet="abcdefghijklmnopqrstuvwxyz234567", min_size=16, max_size=16)


@given(uids, st.booleans())
def test_a_work_always_has_the_same_drawing(uid: str, detailed: bool) -> None:
    first = engrave(uid, detailed=detailed)
    engrave.cache_clear()
    assert engrave(uid, detailed=detailed) == first


@given(uids)
def test_a_thumbnail_has_the_staff_of_the_large_one(uid: str) -> None:
    small, large = engrave(uid, detailed=False), engrave(uid, detailed=True)
    assert small.colour == large.colour
    assert [line.kind for line in small.lines] == [STRONG] * STAVES
    assert sum(line.kind == STRONG for line in large.lines) == STAVES
    assert len(large.lines) == STAVES * 4


@given(uids)
def test_paths_hold_numbers_and_begin_and_end_at_the_edges(uid: str) -> None:
    for line in engrave(uid, detailed=True).lines:
        assert re.fullmatch(r"M[\d. e-]+(L[\d. e-]+)+", line.path)
        xs = [float(point.split()[0]) for point in line.path[1:].split("L")]
        assert (xs[0], xs[-1], xs) == (0, SIZE, sorted(xs))


def test_works_differ() -> None:
    drawings = [engrave(new_uid(), detailed=False) for _ in range(200)]
    assert len({drawing.lines for drawing in drawings}) == 200
    assert {drawing.colour for drawing in drawings} == set(COLOURS)
