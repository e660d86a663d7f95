import pytest
from pytest_django import DjangoAssertNumQueries

from libitum.ledger.privacy import SaltedHash, forget, pseudonym_of, pseudonyms_of, salted_hash


@pytest.mark.django_db
def test_one_name_each_until_forgotten() -> None:
    name = pseudonym_of(kind="work", subject="abc")
    assert pseudonym_of(kind="work", subject="abc") == name
    assert pseudonym_of(kind="account", subject="abc") != name
    forget(kind="work", subject="abc")
    assert pseudonym_of(kind="work", subject="abc") != name


def test_only_value_and_salt_together_open_a_hash() -> None:
    made = salted_hash("Ada Ferrante")
    assert made.opens("Ada Ferrante")
    assert not made.opens("Zora Neri")
    assert not SaltedHash(made.digest, "00" * 32).opens("Ada Ferrante")
    assert salted_hash("Ada Ferrante").digest != made.digest


@pytest.mark.django_db
def test_many_are_named_at_once(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    known = pseudonym_of(kind="work", subject="7")
    with django_assert_max_num_queries(5):
        names = pseudonyms_of(kind="work", subjects=[*map(str, range(500)), "7"])
    assert names["7"] == known
    assert len(set(names.values())) == 500
    with django_assert_max_num_queries(1):
        assert pseudonyms_of(kind="work", subjects=names) == names
