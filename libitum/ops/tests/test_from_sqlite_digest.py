"""The number that stands for a table changes with any value in it, and with nothing else."""

import datetime as dt
import json
import random
import uuid

from hypothesis import given
from hypothesis import strategies as st

from libitum.ops.from_sqlite.comparing import digest

values = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(),
    st.binary().map(lambda value: b"b" + value),
    st.datetimes(timezones=st.just(dt.UTC)),
    st.uuids(),
)
rows = st.lists(st.tuples(values, values), max_size=8)


@given(rows, st.randoms())
def test_the_order_of_rows_makes_no_difference(table: list[tuple[object, object]], chance: random.Random) -> None:
    other = list(table)
    chance.shuffle(other)
    assert digest(other) == digest(table)


@given(rows, st.integers(0, 7), st.text())
def test_any_other_value_makes_one(table: list[tuple[object, object]], at: int, text: str) -> None:
    changed = list(table)
    if not changed:
        assert digest([(text, None)]) != digest(changed)
        return
    at %= len(changed)
    changed[at] = (changed[at][0], f"another {text}")
    assert (digest(changed) == digest(table)) == (changed[at] == table[at])


def test_a_row_that_is_there_twice_counts_twice() -> None:
    row = ("Ada", 1)
    assert len({digest([row] * times) for times in range(5)}) == 5


def test_both_ways_of_writing_one_value_are_one() -> None:
    moment = dt.datetime(2026, 3, 1, 12, 0, 0, 5, tzinfo=dt.UTC)
    elsewhere = moment.astimezone(dt.timezone(dt.timedelta(hours=5, minutes=45)))
    key = uuid.uuid4()
    ours = [(moment, b"\x00\xff", {"b": 2.0, "a": [1e22]}, key)]
    theirs = [(elsewhere, memoryview(b"\x00\xff"), json.loads(f'{{"a": [{10**22}], "b": 2}}'), key)]
    assert digest(ours) == digest(theirs)
    assert digest([(True, "1")]) != digest([(1, "1")])
