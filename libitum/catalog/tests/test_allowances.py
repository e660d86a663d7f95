"""Every licence but the one that gives nothing says what it has given."""

from libitum.catalog.data import licences
from libitum.catalog.data.allowances import ALLOWANCES, allowance_of


def test_whatever_gives_something_says_so() -> None:
    assert set(ALLOWANCES) == set(licences()) - {"all-rights-reserved"}
    assert allowance_of("all-rights-reserved") == ""


def test_what_a_licence_holds_back_is_said() -> None:
    for name, sentence in ((name, allowance_of(name)) for name in ALLOWANCES):
        assert ("earn nothing" in sentence) is ("-nc" in name), name
        assert ("unchanged" in sentence) is ("-nd" in name), name
        assert ("same licence" in sentence) is ("-sa" in name or name in {"free-art-1.2", "eff-oal-1.0"}), name
        # Whether training changes a work is open: what may not be changed is not said to be open for it.
        assert ("training included" in sentence) is ("-nd" not in name), name
