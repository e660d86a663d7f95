"""Moments as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libitum.community.moments import format_moment, parse_moment


@given(st.integers(min_value=0, max_value=99 * 3600))
def test_what_is_written_is_read_back(seconds: int) -> None:
    assert parse_moment(format_moment(seconds * 1000)) == seconds * 1000


@pytest.mark.parametrize(
    ("text", "at_ms"),
    [
        ("0:00", 0),
        ("3:07", 187_000),
        ("3:07.5", 187_500),
        ("3:07,25", 187_250),
        ("187", 187_000),
        ("1:02:09", 3_729_000),
        (" 90:00 ", 5_400_000),
    ],
)
def test_people_write_moments_in_several_ways(text: str, at_ms: int) -> None:
    assert parse_moment(text) == at_ms


@pytest.mark.parametrize(
    "text", ["", "x", "1:75", "1:60:00", "-1", "1:2:3:4", "1:", ":30", "\u0663:\u0660\u0667", "1e3", "3:07.1234", "1 2"]
)
def test_other_text_is_no_moment(text: str) -> None:
    with pytest.raises(ValueError, match="not a moment"):
        parse_moment(text)


@given(st.text(max_size=20))
def test_any_text_is_a_moment_or_refused(text: str) -> None:
    try:
        at_ms = parse_moment(text)
    except ValueError:
        return
    assert at_ms >= 0
    assert parse_moment(format_moment(at_ms)) == at_ms // 1000 * 1000
