"""The waveform as the server draws it."""

import re
from html.parser import HTMLParser

from django.template import Context, Template
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from libitum.web.templatetags.waveform import HEIGHT, NOTE_HEIGHTS, QUIETEST, bar_heights, bars_path, place_notes

EIGHTH = st.integers(-127, 127)


@st.composite
def overviews(draw: st.DrawFn) -> dict[str, list[int]]:
    bins = draw(st.lists(st.tuples(EIGHTH, EIGHTH, st.integers(0, 127)), min_size=1, max_size=50))
    return {
        "low": [min(a, b) for a, b, _ in bins],
        "high": [max(a, b) for a, b, _ in bins],
        "rms": [rms for _, _, rms in bins],
    }


@given(overviews())
def test_every_bar_is_seen_and_none_is_higher_than_the_score(overview: dict[str, list[int]]) -> None:
    heights = bar_heights(overview)
    assert len(heights) == len(overview["rms"])
    assert all(QUIETEST <= height <= 1 for height in heights)


@given(overviews())
def test_the_path_has_one_stroke_per_bar_about_the_middle(overview: dict[str, list[int]]) -> None:
    strokes = re.findall(r"M([\d.]+) ([\d.]+)v([\d.]+)", bars_path(overview))
    assert len(strokes) == len(overview["rms"])
    for _x, top, length in strokes:
        assert abs(float(top) + float(length) / 2 - HEIGHT / 2) <= 0.1


def test_louder_is_higher() -> None:
    overview = {"low": [-10, -60, -127], "high": [10, 60, 127], "rms": [4, 30, 80]}
    quiet, middle, loud = bar_heights(overview)
    assert quiet < middle < loud == 1


def comment(at: float, text: str = "Here.") -> dict[str, object]:
    return {"at": at, "author": "Bob", "text": text, "url": "#comment-1"}


def test_notes_stand_at_their_share_and_the_last_at_the_end() -> None:
    notes = place_notes([comment(0), comment(30), comment(75)], 60)
    assert [note.x for note in notes] == ["0.000%", "50.000%", "100.000%"]
    assert [note.y for note in notes] == list(NOTE_HEIGHTS[:3])


def test_a_recording_of_unknown_length_has_its_notes_at_the_start() -> None:
    assert place_notes([comment(3)], 0)[0].x == "0.000%"


TAG = "{% waveform uid=uid duration=duration overview=overview src=src progressive=src comments=comments %}"


def render(**values: object) -> str:
    context = {"uid": "abc", "duration": 61.5, "overview": None, "src": "/media/x", "comments": [], **values}
    return Template(f"{{% load waveform %}}{TAG}").render(Context(context))


class Attributes(HTMLParser):
    """Every attribute of every element, by its name."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: dict[str, list[str | None]] = {}
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the base class's
        for name, value in attrs:
            self.found.setdefault(name, []).append(value)


def test_what_people_write_is_only_text() -> None:
    words = '"><script>alert(1)</script>'
    html = render(comments=[comment(1, words)])
    assert "<script>" not in html
    assert Attributes(html).found["data-text"] == [words]


def test_numbers_are_for_machines_in_every_language() -> None:
    with override("fr"):
        found = Attributes(render(comments=[comment(12.5)])).found
    assert found["data-duration"] == ["61.5"]
    assert found["data-at"] == ["12.5"]
    assert found["aria-valuemax"] == ["62"]


def test_without_peaks_there_is_still_a_staff_to_click_on() -> None:
    html = render()
    assert html.count("<line x1") == 5
    assert 'role="slider"' in html
