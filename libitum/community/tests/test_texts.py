"""Plain text made fit to keep."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from libitum.community.texts import clean_text, require_text

anything = st.text(alphabet=st.characters(exclude_categories=()), max_size=200)


@given(anything)
def test_what_is_kept_can_be_kept_anywhere(text: str) -> None:
    clean = clean_text(text)
    clean.encode()
    assert "\x00" not in clean
    assert "\n\n\n" not in clean
    assert clean == clean.strip()
    assert clean_text(clean) == clean


def test_words_and_lines_stay_as_they_were_written() -> None:
    assert clean_text(" Che bello!\r\n\r\n\r\n\r\nÀ bientôt 👩🏽‍🎤\x07 ") == "Che bello!\n\nÀ bientôt 👩🏽‍🎤"


@pytest.mark.parametrize("text", ["", " \n ", "\u200b\u200d", "\u202e", "\x00"])
def test_what_nobody_can_see_says_nothing(text: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        require_text(text, field="body", longest=10, missing="Write something.")
    assert refusal.value.message_dict == {"body": ["Write something."]}


def test_too_long_says_how_long() -> None:
    with pytest.raises(ValidationError) as refusal:
        require_text("x" * 11, field="body", longest=10, missing="")
    assert refusal.value.message_dict == {"body": ["This has 11 characters; at most 10 fit."]}
    assert require_text("x" * 10, field="body", longest=10, missing="") == "x" * 10
