import pytest
from django.utils import translation

from libitum.media.engine.reasons import PictureReason, Reason
from libitum.media.reasons import clock, sentence
from libitum.media.scanner import ScannerAway
from libitum.media.services.processing.problems import OUR_FAULT, DiskFull

DETAILS: dict[str, str | int | float] = {
    "format": "M3U",
    "codec": "ac3",
    "declared": 3723.4,
    "decoded": 61.0,
    "seconds": 43_200.0,
    "size": 10_000_000,
    "channels": 96,
    "hertz": 1,
}


@pytest.mark.parametrize("code", [*Reason, *PictureReason, OUR_FAULT, DiskFull.code, ScannerAway.code])
def test_every_reason_has_its_sentence(code: str) -> None:
    text = sentence(code, DETAILS)
    assert text.endswith(".")
    assert "%" not in text
    assert text.count(" ") > 8
    assert not text.startswith("This could not be taken")


def test_numbers_are_written_for_people() -> None:
    with translation.override("en"):
        assert "1:02:03" in sentence(Reason.TRUNCATED, {"declared": 3723.4, "decoded": 61.0})
        assert "1:01" in sentence(Reason.TRUNCATED, {"declared": 3723.4, "decoded": 61.0})
        assert "9.8" in sentence(Reason.TRUNCATED, {"missing": 10_000, "size": 1})
        assert "12:00:00" in sentence(Reason.TOO_LONG, {"seconds": 43_200})


@pytest.mark.parametrize(("code", "details"), [("unheard of", {}), (Reason.TOO_LONG, {}), (Reason.IMAGE, None)])
def test_codes_of_other_versions_are_words_too(code: str, details: dict[str, str] | None) -> None:
    assert sentence(code, details).endswith(".")


def test_no_reason_no_words() -> None:
    assert sentence("") == ""


@pytest.mark.parametrize(("seconds", "text"), [(0.4, "0:00"), (61, "1:01"), (3600, "1:00:00"), (43_199.6, "12:00:00")])
def test_clock(seconds: float, text: str) -> None:
    assert clock(seconds) == text
