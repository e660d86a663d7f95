"""Names of purposes for who reads of somebody else's music."""

import pytest

from libitum_verify.rights.vocabulary import public_names, vocabulary


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("en", "Training by anyone"),
        ("fr", "Entraînement par quiconque"),
        ("it", "Addestramento da parte di chiunque"),
        ("de", "Training by anyone"),
    ],
)
def test_each_language_has_its_own_and_others_get_english(language: str, name: str) -> None:
    names = public_names(language)
    assert names["share.public"] == name
    assert names.keys() <= vocabulary().purposes.keys()
