"""The law of RFC 9110, section 14: what is sent is what was asked for, and never more than there is."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from libitum.media.streaming.ranges import Range, Unsatisfiable, parse_range


@pytest.mark.parametrize(
    ("header", "start", "stop"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=0-", 0, 1000),
        ("bytes=999-", 999, 1000),
        ("bytes=10-19", 10, 20),
        ("bytes=10-5000", 10, 1000),
        ("bytes=-1", 999, 1000),
        ("bytes=-5000", 0, 1000),
        ("BYTES = 10-19", 10, 20),
        ("bytes=10-19,", 10, 20),
        ("bytes=0-9, 10-19", 0, 20),
        ("bytes=10-19,0-15", 0, 20),
        ("bytes=2000-3000, 5-6", 5, 7),
        ("bytes=0-" + "9" * 19, 0, 1000),
    ],
)
def test_one_part_is_found(header: str, start: int, stop: int) -> None:
    assert parse_range(header, 1000) == Range(start, stop)


@pytest.mark.parametrize(
    "header",
    [
        "", "bytes", "bytes=", "bytes=,", "bytes=-", "bytes=a-b", "bytes=5-1", "bytes=1-2-3", "bytes= 1 - 2",
        "items=0-5", "bytes=٣-٤", "bytes=0-" + "9" * 5000, "bytes=0-1,4-5",
        "bytes=" + "0-0," * 40, "bytes=-0x5", "bytes=+1-2",
    ],
)  # fmt: skip
def test_what_makes_no_sense_or_falls_apart_is_answered_with_the_whole(header: str) -> None:
    assert parse_range(header, 1000) is None


@pytest.mark.parametrize("header", ["bytes=1000-", "bytes=1000-2000", "bytes=-0", "bytes=2000-,1000-1001"])
def test_past_the_end_there_is_nothing(header: str) -> None:
    with pytest.raises(Unsatisfiable):
        parse_range(header, 1000)


@given(st.integers(0, 100), st.integers(0, 120), st.integers(0, 120))
@example(0, 0, 0)
def test_a_range_holds_exactly_the_bytes_it_names(size: int, first: int, last: int) -> None:
    content = bytes(range(size))
    wanted = content[first : last + 1]
    try:
        part = parse_range(f"bytes={first}-{last}", size)
    except Unsatisfiable:
        assert first >= size
    else:
        assert (part is None) == (last < first)
        assert part is None or content[part.start : part.stop] == wanted


@given(st.integers(0, 100), st.integers(0, 120))
def test_a_suffix_is_the_end(size: int, length: int) -> None:
    content = bytes(range(size))
    try:
        part = parse_range(f"bytes=-{length}", size)
    except Unsatisfiable:
        assert not size or not length
    else:
        assert part is not None
        assert content[part.start : part.stop] == content[-length:]


@given(st.text(max_size=60), st.integers(0, 1000))
def test_no_header_gets_more_than_there_is(text: str, size: int) -> None:
    for header in (text, f"bytes={text}"):
        try:
            part = parse_range(header, size)
        except Unsatisfiable:
            continue
        assert part is None or 0 <= part.start < part.stop <= size
