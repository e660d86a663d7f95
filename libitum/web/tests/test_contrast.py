"""WCAG 2.2, 1.4.3 and 1.4.11: every pair of colours that the tokens can make, by day and by night."""

import re
from pathlib import Path

import pytest

TOKENS = (Path(__file__).parents[1] / "static/web/css/tokens.css").read_text()
PAIRS = {name: (day, night) for name, day, night in re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", TOKENS)}
ART = dict(re.findall(r"--(art-[\w-]+): (#\w{6});", TOKENS))
GROUNDS = ("paper", "sheet", "well")
TEXTS = ("ink", "soft", "blue", "danger", "good", "caution")
TEXT, SIGN = 4.5, 3.0


def luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["day", "night"])
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("text", TEXTS)
def test_texts_can_be_read_on_every_ground(text: str, ground: str, scheme: int) -> None:
    assert contrast(PAIRS[text][scheme], PAIRS[ground][scheme]) >= TEXT


@pytest.mark.parametrize("scheme", [0, 1], ids=["day", "night"])
@pytest.mark.parametrize("ground", GROUNDS)
def test_edges_of_what_can_be_used_are_seen(ground: str, scheme: int) -> None:
    assert contrast(PAIRS["edge"][scheme], PAIRS[ground][scheme]) >= SIGN


@pytest.mark.parametrize("scheme", [0, 1], ids=["day", "night"])
def test_words_on_blue_and_on_ink_can_be_read(scheme: int) -> None:
    assert contrast(PAIRS["on-blue"][scheme], PAIRS["blue"][scheme]) >= TEXT
    assert contrast(PAIRS["paper"][scheme], PAIRS["ink"][scheme]) >= TEXT
    assert contrast(PAIRS["paper"][scheme], PAIRS["danger"][scheme]) >= TEXT


@pytest.mark.parametrize("ground", [name for name in ART if name != "art-line"])
def test_lines_on_artwork_are_seen(ground: str) -> None:
    assert contrast(ART["art-line"], ART[ground]) >= SIGN


def test_the_blackest_box_is_checked() -> None:
    """The formula itself, against the standard's own ends."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
