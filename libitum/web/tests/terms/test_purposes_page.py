"""The closed list for people: each purpose in plain words, with an address of its own."""

import re

import pytest
from django.test import Client

from libitum.rights.models import TermsVersion
from libitum_verify.rights.vocabulary import vocabulary


@pytest.mark.parametrize("language", ["en", "fr", "it"])
def test_each_purpose_has_its_place_and_its_example(client: Client, terms: TermsVersion, language: str) -> None:
    page = client.get("/purposes", headers={"Accept-Language": language}).content.decode()
    assert re.findall(r'class="purpose" id="([a-z.]+)"', page) == list(vocabulary().purposes)
    assert page.count('class="purpose-example"') == len(vocabulary().purposes)


def test_it_says_how_each_begins_and_who_must_agree(client: Client, terms: TermsVersion) -> None:
    page = client.get("/purposes").content.decode()
    for words in (
        "on from the start",
        "off until you opt in",
        "off until you opt in and sign an agreement",
        "every performer, for themselves",
        "AIPREF <code>train-ai</code>",
        "CAWG <code>cawg.ai_generative_training</code>",
        "Content Signals <code>ai-input</code>",
        "DPV <code>ai:ModelTraining, ai:SpeechSynthesis</code>",
    ):
        assert words in page


def test_every_page_leads_to_it(client: Client, db: None) -> None:
    assert 'href="/purposes"' in client.get("/about").content.decode()
    assert 'href="/terms"' in client.get("/about").content.decode()
