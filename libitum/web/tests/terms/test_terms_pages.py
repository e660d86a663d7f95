"""The terms on the site: read by anybody, accepted by an act, and nobody's way is barred."""

from datetime import timedelta

import feedparser
import pytest
from django.test import Client
from django.utils import timezone

from libitum.accounts.models import User
from libitum.rights.models import Acceptance, TermsVersion
from libitum.rights.tests.versions import announced, shipped
from libitum_verify.rights.vocabulary import vocabulary


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Your music stays yours"), ("fr", "Votre musique reste la vôtre"), ("it", "La tua musica resta tua")],
)
def test_everybody_reads_their_language(client: Client, terms: TermsVersion, language: str, words: str) -> None:
    page = client.get("/terms", headers={"Accept-Language": language}).content.decode()
    assert words in page
    assert "<!-- ai" not in page
    assert "<strong>" in page


def test_the_section_on_ai_is_the_clause(client: Client, terms: TermsVersion) -> None:
    page = client.get("/terms").content.decode()
    for purpose in vocabulary().purposes:
        assert f"<code>{purpose}</code>" in page


def test_before_there_are_any_the_page_says_so(client: Client, db: None) -> None:
    assert "No terms have been published yet" in client.get("/terms").content.decode()


def test_what_was_not_announced_is_not_there(client: Client, terms: TermsVersion) -> None:
    for address in ("/terms/2", "/terms/2/diff", "/terms/0", "/terms/99999999999999999999"):
        assert client.get(address).status_code == 404
    assert client.get("/terms/1/diff").status_code == 200


@pytest.mark.usefixtures("terms")
class TestSayingYes:
    def test_it_takes_a_tick_and_a_button(self, as_bob: Client, bob: User, terms: TermsVersion) -> None:
        page = as_bob.get("/terms").content.decode()
        assert '<input type="checkbox" name="yes" id="yes">' in page
        assert as_bob.post("/terms/1/accept").status_code == 422
        assert not Acceptance.objects.exists()
        answer = as_bob.post("/terms/1/accept", {"yes": "on"}, follow=True, headers={"Accept-Language": "it"})
        assert answer.redirect_chain == [("/terms/1", 302)]
        said = Acceptance.objects.get()
        assert (said.user, said.version, said.language, said.how) == (bob, terms, "it", "page")

    def test_it_takes_an_account(self, client: Client) -> None:
        assert client.post("/terms/1/accept", {"yes": "on"}).headers["Location"].startswith("/accounts/login/")
        assert 'name="yes"' not in client.get("/terms").content.decode()

    def test_an_older_version_says_that_there_is_a_newer(self, as_bob: Client) -> None:
        announced(shipped(clause={"disc.search": "O"}), days=0)
        answer = as_bob.post("/terms/1/accept", {"yes": "on"})
        assert answer.status_code == 422
        assert "There is a newer version: version 2." in answer.content.decode()
        assert not Acceptance.objects.exists()


@pytest.mark.usefixtures("terms")
class TestSigningUp:
    FORM = {"name": "Dora", "email": "dora@example.org", "password1": "a clear night in May", "born_on": "1990-01-01"}

    def test_the_box_is_not_ticked_beforehand(self, client: Client) -> None:
        page = client.get("/accounts/signup/").content.decode()
        box = page[page.index('name="terms"') - 80 : page.index('name="terms"') + 200]
        assert "checked" not in box
        assert 'href="/terms"' in page

    def test_who_ticks_it_has_said_yes(self, client: Client, terms: TermsVersion) -> None:
        client.post("/accounts/signup/", {**self.FORM, "terms": "on"})
        said = Acceptance.objects.get()
        assert (said.user.name, said.version, said.how) == ("Dora", terms, "sign-up")

    def test_who_does_not_has_an_account_all_the_same(self, client: Client) -> None:
        client.post("/accounts/signup/", self.FORM)
        assert User.objects.filter(name="Dora").exists()
        assert not Acceptance.objects.exists()


@pytest.mark.usefixtures("terms")
class TestTheQuietLine:
    def test_it_tells_who_has_not_said_yes_and_rests_when_asked(self, as_bob: Client) -> None:
        words = "You haven't said yes to version 1"
        assert words in as_bob.get("/about").content.decode().replace("&#x27;", "'")
        answer = as_bob.post("/terms/1/later", {"next": "/about"})
        assert answer.headers["Location"] == "/about"
        assert words not in as_bob.get("/about").content.decode().replace("&#x27;", "'")
        announced(shipped(clause={"disc.search": "O"}))
        assert "Version 2 of the terms is announced" in as_bob.get("/about").content.decode()
        assert not Acceptance.objects.exists()

    def test_it_leads_nowhere_else(self, as_bob: Client) -> None:
        answer = as_bob.post("/terms/1/later", {"next": "https://elsewhere.example/"})
        assert answer.headers["Location"] == "/terms"

    def test_who_has_no_account_is_left_alone(self, client: Client) -> None:
        assert "terms-news" not in client.get("/about").content.decode()


def test_history_and_feed_have_every_version(client: Client, terms: TermsVersion) -> None:
    version = announced(shipped(clause={"disc.search": "O"}))
    page = client.get("/terms/history").content.decode()
    assert page.index("Version 2") < page.index("Version 1")
    assert version.sha256 in page
    response = client.get("/terms/feed.xml")
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = feedparser.parse(response.content)
    assert feed.bozo is False
    assert feed.version == "atom10"
    assert [entry.link.rpartition("8000")[2] for entry in feed.entries] == ["/terms/2/diff", "/terms/1/diff"]


def test_the_diff_shows_purposes_and_words(client: Client, terms: TermsVersion) -> None:
    written = shipped(clause={"disc.search": "O", "ana.stats": "N"}, replace=("costs nothing", "costs ten euros"))
    announced(written)
    page = client.get("/terms/2/diff").content.decode()
    assert "narrower: for everybody, without a yes" in page
    assert "wider: only for who says yes" in page
    assert "<del>nothing." in page
    assert "<ins>ten euros." in page
    assert "paragraphs as before" in page
    assert "This speaks of AI and has changed" not in page


def test_a_text_can_bring_no_html_and_no_script(client: Client, terms: TermsVersion) -> None:
    evil = '<script>alert(1)</script> [a](javascript:alert(1)) <img src="x" onerror="alert(1)">'
    announced(shipped(replace=("Using it costs nothing.", evil)))
    for address in ("/terms/2", "/terms/2/diff"):
        page = client.get(address).content.decode()
        assert "<script>alert" not in page
        assert '<img src="x"' not in page
        assert 'href="javascript' not in page


def test_the_text_is_hashed_again_whenever_it_is_read(client: Client, terms: TermsVersion) -> None:
    assert client.get("/terms").status_code == 200
    TermsVersion.objects.filter(pk=terms.pk).update(summary="Nothing to see here.")
    answer = client.get("/terms")
    assert answer.status_code == 503
    assert "shown to nobody" in answer.content.decode()
    assert client.get("/terms/history").status_code == 200


def test_the_version_in_force_is_the_newest_whose_day_has_come(
    client: Client, terms: TermsVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    announced(shipped(replace=("costs nothing", "costs ten euros")))
    assert "ten euros" not in client.get("/terms").content.decode()
    assert "ten euros" in client.get("/terms/2").content.decode()
    later = timezone.now() + timedelta(days=40)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert "ten euros" in client.get("/terms").content.decode()
