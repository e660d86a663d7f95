"""Terms: drafted, announced with notice, in force by the clock, accepted by an act of one's own."""

from libitum.accounts.models import User
from libitum.rights.models import Acceptance, TermsVersion
from libitum.rights.selectors.terms import accepted_version, class_of, current_version
from libitum.rights.services.terms import ensure_first_version
from libitum_verify.rights.vocabulary import Class


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
