"""Terms: drafted, announced with notice, in force by the clock, accepted by an act of one's own."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from libitum.accounts.models import User
from libitum.ledger.selectors import entry_values
from libitum.rights.models import Acceptance, TermsVersion
from libitum.rights.selectors.terms import accepted_version, class_of, current_version
from libitum.rights.services.terms import accept, announce, draft, ensure_first_version
from libitum.rights.wording.folder import Written
from libitum_verify.rights.vocabulary import Class

from .versions import announced, shipped, without


def test_the_shipped_terms_are_in_force_at_once(db: None) -> None:
    version = ensure_first_version()
    assert ensure_first_version() == version
    assert current_version() == version
    assert (version.number, version.state) == (1, "effective")
    assert {text.language for text in version.texts.all()} == {"en", "fr", "it"}


def test_who_accepted_has_what_is_on_from_the_start(terms: TermsVersion, alice: User, mona: User) -> None:
    assert accepted_version(alice) == terms
    assert class_of(alice, "disc.recommend") is Class.D
    assert class_of(alice, "gen.train.voice") is Class.O


def test_who_never_accepted_any_has_what_the_service_needs(terms: TermsVersion, mona: User) -> None:
    assert accepted_version(mona) is None
    assert class_of(mona, "svc.deliver") is Class.N
    assert class_of(mona, "disc.recommend") is Class.X
    assert not Acceptance.objects.filter(user=mona).exists()


@pytest.mark.usefixtures("terms")
class TestAnnouncing:
    def test_a_draft_is_nobodys_terms(self, alice: User) -> None:
        version = draft(written=shipped(clause={"disc.search": "O"}))
        assert (version.number, version.state) == (2, "draft")
        assert class_of(alice, "disc.search") is Class.D
        with pytest.raises(ValidationError, match="not been announced"):
            accept(user=alice, version=version, language="en", how="page")

    def test_another_draft_takes_its_place(self) -> None:
        draft(written=shipped(clause={"disc.search": "O"}))
        version = draft(written=shipped(clause={"disc.playlist": "O"}))
        assert [v.pk for v in TermsVersion.objects.filter(announced_at=None)] == [version.pk]

    @pytest.mark.parametrize(
        "written",
        [
            shipped(clause={"disc.search": "N"}),
            shipped(replace=("Using it costs nothing.", "Using it costs ten euros.")),
            shipped(replace=("We run this site with care.", "We run this site with care and with AI.")),
        ],
        ids=["wider", "other words", "words about AI"],
    )
    def test_it_needs_thirty_days(self, written: Written) -> None:
        version = draft(written=written)
        with pytest.raises(ValidationError, match="30 days"):
            announce(version=version, effective_at=timezone.now() + timedelta(days=29))
        assert announce(version=version, effective_at=timezone.now() + timedelta(days=30)).state == "announced"

    def test_what_only_narrows_may_hold_at_once(self, alice: User) -> None:
        assert announced(shipped(clause={"disc.search": "O"}), days=0).state == "effective"
        assert class_of(alice, "disc.search") is Class.O

    def test_taking_a_purpose_out_narrows(self, alice: User) -> None:
        announced(without("disc.recommend"), days=0)
        assert class_of(alice, "disc.recommend") is Class.X

    def test_nothing_new_is_no_version(self) -> None:
        with pytest.raises(ValidationError, match="Nothing in this draft differs"):
            announced(shipped())

    def test_it_comes_into_force_by_the_clock_and_in_order(self, terms: TermsVersion) -> None:
        wider = announced(shipped(clause={"disc.search": "N"}))
        assert current_version() == terms
        version = draft(written=shipped(clause={"disc.search": "O"}))
        with pytest.raises(ValidationError, match="can't hold earlier"):
            announce(version=version, effective_at=timezone.now())
        past = timezone.now() - timedelta(seconds=1)
        TermsVersion.objects.filter(pk=wider.pk).update(announced_at=past, effective_at=past)
        assert current_version() == wider

    def test_it_is_announced_once(self) -> None:
        version = announced(shipped(clause={"disc.search": "N"}))
        with pytest.raises(ValidationError, match="announced already"):
            announce(version=version, effective_at=timezone.now() + timedelta(days=60))

    @pytest.mark.parametrize("purpose", ["train.analysis", "gen.train.voice", "gen.input.remix", "share.public"])
    @pytest.mark.parametrize("starts_as", ["N", "D"])
    def test_no_terms_can_have_it_on(self, purpose: str, starts_as: str) -> None:
        with pytest.raises(ValidationError, match="whatever the terms say"):
            draft(written=shipped(clause={purpose: starts_as}))

    def test_what_is_new_begins_as_an_opt_in(self) -> None:
        announced(without("disc.recommend"), days=0)
        with pytest.raises(ValidationError, match="begin as O or K"):
            draft(written=shipped())
        assert draft(written=shipped(clause={"disc.recommend": "O"})).number == 3


@pytest.mark.usefixtures("terms")
class TestAccepting:
    def test_widening_binds_who_says_yes_and_nobody_else(
        self, alice: User, bob: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        newest = announced(shipped(clause={"ana.research": "D"}))
        accept(user=bob, version=newest, language="it", how="page")
        later = timezone.now() + timedelta(days=40)
        monkeypatch.setattr(timezone, "now", lambda: later)
        assert current_version() == newest
        assert class_of(alice, "ana.research") is Class.O
        assert class_of(bob, "ana.research") is Class.D

    def test_a_yes_is_written_down_once_with_language_time_and_how(self, terms: TermsVersion, mona: User) -> None:
        first = accept(user=mona, version=terms, language="it", how="page")
        assert accept(user=mona, version=terms, language="fr", how="api") == first
        assert (first.language, first.how, accepted_version(mona)) == ("it", "page", terms)
        entry = entry_values([first.entry or 0])[first.entry or 0]
        assert (entry["type"], entry["number"], entry["language"], entry["how"]) == ("terms.accept", 1, "it", "page")
        assert mona.uid not in str(entry)

    def test_nobody_goes_back_to_an_older_one(self, terms: TermsVersion, alice: User, mona: User) -> None:
        newest = announced(shipped(clause={"disc.search": "O"}), days=0)
        accept(user=alice, version=newest, language="en", how="page")
        for user in (alice, mona):
            with pytest.raises(ValidationError, match="newer version"):
                accept(user=user, version=terms, language="en", how="page")

    def test_going_on_using_the_site_is_no_yes(self, terms: TermsVersion, as_alice: Client, alice: User) -> None:
        announced(shipped(clause={"disc.search": "O"}), days=0)
        for path in ("/", "/terms", "/terms/2", "/terms/2/diff", "/my/tracks", "/settings"):
            as_alice.get(path)
        assert accepted_version(alice) == terms
