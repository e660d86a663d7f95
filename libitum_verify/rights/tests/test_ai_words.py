"""Passages on AI are found, also where they hide; other passages are left alone."""

import pytest

from libitum_verify.rights.ai_words import speaks_of_ai


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "You agree that your content may be used to inform, train or develop our technologies."),
        ("en", "We may use Artificial  Intelligence."),
        ("en", "Your recordings may be part of data\nsets."),
        ("fr", "Vos œuvres peuvent servir à l\u2019apprentissage automatique."),
        ("fr", "Nous utilisons l\u2019IA."),
        ("it", "Le tue opere possono essere usate per addestrare sistemi."),
        ("it", "Usiamo l\u2019IA generativa."),
    ],
)
def test_what_speaks_of_ai_is_found(language: str, text: str) -> None:
    assert speaks_of_ai(text, language)


@pytest.mark.parametrize(
    "text",
    [
        "We may tr\u00adain on it.",
        "We may tr\u200bain on it.",
        "We may \uff54\uff52\uff41\uff49\uff4e on it.",
        "We may tr\u0430in on it.",
        "We may use \U0001d400\U0001d408 on it.",
    ],
    ids=["soft hyphen", "zero width", "wide letters", "a Cyrillic letter", "letters of mathematics"],
)
def test_hiding_the_letters_does_not_help(text: str) -> None:
    assert speaks_of_ai(text, "en")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "You can close your account at any time."),
        ("fr", "J\u2019ai fermé mon compte hier."),
        ("it", "Lo diciamo ai tuoi ascoltatori."),
    ],
)
def test_other_passages_are_left_alone(language: str, text: str) -> None:
    assert not speaks_of_ai(text, language)
